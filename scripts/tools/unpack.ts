// Takes the Brotli and tar files apart that npm's browsers come in, without the packages' own code: that one unpacks to
// a fixed temporary folder and keeps what an older version left there.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { brotliDecompressSync } from 'node:zlib'

const BLOCK = 512

const textAt = (block: Buffer, from: number, length: number): string => {
  const field = block.subarray(from, from + length)
  const end = field.indexOf(0)
  return field.subarray(0, end < 0 ? length : end).toString('utf8')
}

interface TarEntry {
  readonly name: string
  readonly type: string
  readonly mode: number
  readonly bytes: Buffer
}

/** The plain files and folders of an uncompressed ustar archive. */
function* tarEntries(tar: Buffer): Generator<TarEntry> {
  for (let at = 0; at + BLOCK <= tar.length;) {
    const head = tar.subarray(at, at + BLOCK)
    if (head[0] === 0) return
    const size = Number.parseInt(textAt(head, 124, 12).trim() || '0', 8)
    const start = at + BLOCK
    yield {
      name: textAt(head, 0, 100),
      type: textAt(head, 156, 1) || '0',
      mode: Number.parseInt(textAt(head, 100, 8).trim(), 8),
      bytes: tar.subarray(start, start + size),
    }
    at = start + Math.ceil(size / BLOCK) * BLOCK
  }
}

const writeTar = (tar: Buffer, into: string): void => {
  for (const { name, type, mode, bytes } of tarEntries(tar)) {
    const target = path.resolve(into, name)
    if (target !== into && !target.startsWith(into + path.sep))
      throw new Error(`tar leaves: ${name}`)
    if (type === '5') mkdirSync(target, { recursive: true })
    if (type !== '0') continue
    mkdirSync(path.dirname(target), { recursive: true })
    writeFileSync(target, bytes, { mode })
  }
}

const unpackOne = (source: string, into: string): void => {
  mkdirSync(into, { recursive: true })
  const bytes = brotliDecompressSync(readFileSync(source))
  const name = path.basename(source, '.br')
  if (name.endsWith('.tar')) writeTar(bytes, into)
  else writeFileSync(path.join(into, name), bytes, { mode: 0o755 })
}

/**
 * Unpacks `X.br` as the program `X` and `X.tar.br` as its files, into `into`; once, and whole or not at all.
 * `sources`: file → the folder below `into` that it belongs in.
 */
export const unpack = (sources: Readonly<Record<string, string>>, into: string): string => {
  if (existsSync(into)) return into
  const aside = `${into}-${process.pid}`
  for (const [source, below] of Object.entries(sources)) unpackOne(source, path.join(aside, below))
  try {
    renameSync(aside, into)
  } catch (error) {
    rmSync(aside, { recursive: true, force: true })
    if (!existsSync(into)) throw error // else another process was faster
  }
  return into
}
