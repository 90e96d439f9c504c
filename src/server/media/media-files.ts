// Where sealed attachments lie: `begun/<event>.<sha256>` while bytes come, `<2 hex>/<sha256>` once they are whole and durable.
// Both in one folder, so that moving is a rename. Files 0600, folders 0700.
import { createHash } from 'node:crypto'
import { createReadStream, mkdirSync } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type MediumName, mediumId, parseMediumId } from '../../protocol/media.ts'

/** `close` lets go of the file, wherever reading stands. Reading breaks with the disk's error. */
export interface OpenFile {
  readonly sealed: ReadableStream<Uint8Array>
  readonly close: () => void
}

export interface MediaFiles {
  readonly root: string
  /** Null when nothing lies there. */
  readonly begunSize: (name: MediumName) => Promise<number | null>
  readonly placedSize: (sha256: string) => Promise<number | null>
  readonly openPlaced: (sha256: string) => OpenFile
  /** Makes an empty file where there is none; never shortens one. */
  readonly prepare: (name: MediumName) => Promise<void>
  /** Rejects as the disk does; what was written before stays. */
  readonly write: (
    name: MediumName,
    offset: number,
    chunks: AsyncIterable<Uint8Array>,
  ) => Promise<void>
  readonly hashBegun: (name: MediumName) => Promise<string>
  /** Durable when it resolves. May be called again after a crash anywhere in it. */
  readonly place: (name: MediumName) => Promise<void>
  /** Makes what an earlier life moved durable. */
  readonly syncPlaced: (sha256: string) => Promise<void>
  readonly removeBegun: (name: MediumName) => Promise<void>
  readonly removePlaced: (sha256: string) => Promise<void>
  /** What was begun, and when somebody last went on with it. */
  readonly listBegun: () => Promise<{ readonly name: MediumName; readonly touchedMs: number }[]>
}

export const mediaRootOf = (dataDir: string): string => path.join(dataDir, 'media')
export const BEGUN = 'begun'

const unlessMissing = async <T>(work: Promise<T>): Promise<T | null> => {
  try {
    return await work
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

const sizeOf = async (file: string): Promise<number | null> =>
  (await unlessMissing(stat(file)))?.size ?? null

const sync = async (target: string): Promise<void> => {
  const handle = await open(target, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

const hashFile = async (file: string): Promise<string> => {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash)
  return hash.digest('hex')
}

const writeChunks = async (
  file: string,
  offset: number,
  chunks: AsyncIterable<Uint8Array>,
): Promise<void> => {
  const handle = await open(file, 'r+')
  try {
    let at = offset
    for await (const chunk of chunks) {
      // A disk that fills up takes a part, and refuses only what comes next.
      for (let done = 0; done < chunk.length;) {
        const { bytesWritten } = await handle.write(chunk, done, chunk.length - done, at)
        done += bytesWritten
        at += bytesWritten
      }
    }
  } finally {
    await handle.close()
  }
}

export const createMediaFiles = (root: string): MediaFiles => {
  mkdirSync(path.join(root, BEGUN), { recursive: true, mode: 0o700 })
  const begunPath = (name: MediumName) => path.join(root, BEGUN, mediumId(name))
  const folderOf = (sha256: string) => path.join(root, sha256.slice(0, 2))
  const placedPath = (sha256: string) => path.join(folderOf(sha256), sha256)
  const syncPlaced = async (sha256: string) => {
    await sync(placedPath(sha256))
    await sync(folderOf(sha256))
    await sync(root)
  }
  return {
    root,
    begunSize: (name) => sizeOf(begunPath(name)),
    placedSize: (sha256) => sizeOf(placedPath(sha256)),
    openPlaced: (sha256) => {
      const file = createReadStream(placedPath(sha256))
      return {
        sealed: Readable.toWeb(file) as ReadableStream<Uint8Array>,
        close: () => {
          file.destroy()
        },
      }
    },
    prepare: async (name) => {
      await (await open(begunPath(name), 'a', 0o600)).close()
    },
    write: (name, offset, chunks) => writeChunks(begunPath(name), offset, chunks),
    hashBegun: (name) => hashFile(begunPath(name)),
    place: async (name) => {
      await sync(begunPath(name))
      await mkdir(folderOf(name.sha256), { recursive: true, mode: 0o700 })
      await rename(begunPath(name), placedPath(name.sha256))
      await syncPlaced(name.sha256)
    },
    syncPlaced,
    removeBegun: (name) => rm(begunPath(name), { force: true }),
    removePlaced: (sha256) => rm(placedPath(sha256), { force: true }),
    listBegun: async () => {
      const found = []
      for (const entry of await readdir(path.join(root, BEGUN))) {
        const name = parseMediumId(entry)
        const at = name && (await unlessMissing(stat(begunPath(name))))
        if (name && at) found.push({ name, touchedMs: at.mtimeMs })
      }
      return found
    },
  }
}
