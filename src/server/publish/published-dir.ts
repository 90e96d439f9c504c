// The published folder on disk. Packs and files lie under their hashes and are written first; heads, list, trust list and
// checkpoint of one publication lie together in a folder of their own, and one rename of a link makes it the current one:
// whoever reads, and whenever we are killed, sees the old publication or the new one, never a mix (DESIGN §3).
import { randomUUID } from 'node:crypto'
import {
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  closeSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'

/** Named steps of a publication, in order; a test stops the publisher at each. */
export type PublishStep = 'packs' | 'files' | 'heads' | 'synced' | 'linked' | 'switched'

export interface Generation {
  readonly number: number
  /** Path below the generation's folder → bytes: `sites/<code>`, `sites.json`, `trust.json`, `checkpoint`. */
  readonly files: ReadonlyMap<string, Uint8Array>
}

export interface PublishedDir {
  readonly root: string
  /** Writes a pack or file under its hash; the same bytes again cost nothing. */
  readonly putPack: (hash: string, bytes: Uint8Array) => void
  readonly putFile: (hash: string, bytes: Uint8Array) => void
  readonly hasPack: (hash: string) => boolean
  readonly readPack: (hash: string) => Buffer | null
  readonly dropPack: (hash: string) => void
  readonly listPacks: () => readonly string[]
  /** Hashes answered with 410, one a line. */
  readonly writeGone: (hashes: readonly string[]) => void
  /** Paths that a cache has to let go, one a line. */
  readonly writePurge: (paths: readonly string[]) => void
  /** Writes a generation and makes it current. `at` is told each step that is done. */
  readonly switchTo: (generation: Generation, at: (step: PublishStep) => void) => void
  /** A file of the current generation, or null before the first publication. */
  readonly readCurrent: (name: string) => Buffer | null
}

const syncPath = (target: string) => {
  const handle = openSync(target, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

const writeWhole = (file: string, bytes: Uint8Array) => {
  writeFileSync(`${file}.new`, bytes, { flush: true })
  renameSync(`${file}.new`, file)
}

const KEPT_GENERATIONS = 3

const readOrNull = (file: string): Buffer | null => (existsSync(file) ? readFileSync(file) : null)

/** The name of the generation that the link points to, or null. */
const currentName = (root: string): string | null => {
  try {
    return path.basename(readlinkSync(path.join(root, 'current')))
  } catch {
    return null
  }
}

const sweepOld = (root: string, keep: string) => {
  const folder = path.join(root, 'generations')
  const byAge = readdirSync(folder)
    .filter((name) => name !== keep)
    .sort((a, b) => Number.parseInt(a) - Number.parseInt(b))
  for (const name of byAge.slice(0, Math.max(0, byAge.length - KEPT_GENERATIONS + 1))) {
    rmSync(path.join(folder, name), { recursive: true, force: true })
  }
}

export const openPublishedDir = (root: string): PublishedDir => {
  for (const folder of ['packs', 'files', 'generations']) {
    mkdirSync(path.join(root, folder), { recursive: true })
  }
  const packPath = (hash: string) => path.join(root, 'packs', hash)
  const put = (folder: string) => (hash: string, bytes: Uint8Array) => {
    const file = path.join(root, folder, hash)
    if (!existsSync(file)) writeWhole(file, bytes)
  }
  return {
    root,
    putPack: put('packs'),
    putFile: put('files'),
    hasPack: (hash) => existsSync(packPath(hash)),
    readPack: (hash) => readOrNull(packPath(hash)),
    dropPack: (hash) => {
      rmSync(packPath(hash), { force: true })
    },
    listPacks: () => readdirSync(path.join(root, 'packs')).filter((name) => !name.endsWith('.new')),
    writeGone: (hashes) => {
      writeWhole(path.join(root, 'gone.txt'), Buffer.from([...hashes].sort().join('\n')))
    },
    writePurge: (paths) => {
      writeWhole(path.join(root, 'purge.txt'), Buffer.from(`${paths.join('\n')}\n`))
    },
    switchTo: (generation, at) => {
      const name = `${generation.number}-${randomUUID().slice(0, 8)}`
      const folder = path.join(root, 'generations', name)
      mkdirSync(path.join(folder, 'sites'), { recursive: true })
      for (const [file, bytes] of generation.files) writeFileSync(path.join(folder, file), bytes)
      at('heads')
      for (const file of generation.files.keys()) syncPath(path.join(folder, file))
      syncPath(folder)
      syncPath(path.join(root, 'packs'))
      at('synced')
      const link = path.join(root, 'current')
      rmSync(`${link}.new`, { force: true })
      symlinkSync(path.join('generations', name), `${link}.new`)
      at('linked')
      renameSync(`${link}.new`, link)
      syncPath(root)
      at('switched')
      sweepOld(root, name)
    },
    readCurrent: (file) => {
      const name = currentName(root)
      return name === null ? null : readOrNull(path.join(root, 'generations', name, file))
    },
  }
}
