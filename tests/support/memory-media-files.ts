// The server's folder of attachments in memory, for simulations: what a backup holds of it is a snapshot.
import { type Bytes, bytesToHex, concatBytes } from '../../src/base/bytes.ts'
import { mediumId, parseMediumId } from '../../src/protocol/media.ts'
import { sha256 } from '../../src/server/crypto/node-ports.ts'
import type { MediaFiles } from '../../src/server/media/media-files.ts'

interface BegunFile {
  readonly bytes: Bytes
  readonly touchedMs: number
}

export interface MediaFolder {
  readonly begun: ReadonlyMap<string, BegunFile>
  readonly placed: ReadonlyMap<string, Bytes>
}

export interface MemoryMediaFiles extends MediaFiles {
  readonly snapshot: () => MediaFolder
  readonly restore: (folder: MediaFolder) => void
}

const empty = (): Bytes => new Uint8Array(0)

const collect = async (chunks: AsyncIterable<Uint8Array>): Promise<Bytes> => {
  const parts: Bytes[] = []
  for await (const chunk of chunks) parts.push(chunk.slice())
  return concatBytes(...parts)
}

/** As a file is written at a position: what lies behind stays, a gap would be zeros. */
const writeAt = (file: Bytes, offset: number, bytes: Bytes): Bytes => {
  const next = new Uint8Array(Math.max(file.length, offset + bytes.length))
  next.set(file)
  next.set(bytes, offset)
  return next
}

const streamOf = (bytes: Bytes): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start: (controller) => {
      controller.enqueue(bytes)
      controller.close()
    },
  })

export const createMemoryMediaFiles = (now: () => number): MemoryMediaFiles => {
  let begun = new Map<string, BegunFile>()
  let placed = new Map<string, Bytes>()
  return {
    root: '',
    begunSize: async (name) => begun.get(mediumId(name))?.bytes.length ?? null,
    placedSize: async (hash) => placed.get(hash)?.length ?? null,
    openPlaced: (hash) => ({ sealed: streamOf(placed.get(hash) ?? empty()), close: () => {} }),
    prepare: async (name) => {
      const id = mediumId(name)
      if (!begun.has(id)) begun.set(id, { bytes: empty(), touchedMs: now() })
    },
    write: async (name, offset, chunks) => {
      const bytes = await collect(chunks)
      const id = mediumId(name)
      const file = begun.get(id)
      if (!file) throw new Error('no such file')
      begun.set(id, { bytes: writeAt(file.bytes, offset, bytes), touchedMs: now() })
    },
    hashBegun: async (name) => bytesToHex(sha256(begun.get(mediumId(name))?.bytes ?? empty())),
    place: async (name) => {
      const id = mediumId(name)
      const file = begun.get(id)
      if (!file) throw new Error('no such file')
      placed.set(name.sha256, file.bytes)
      begun.delete(id)
    },
    syncPlaced: async () => {},
    removeBegun: async (name) => {
      begun.delete(mediumId(name))
    },
    removePlaced: async (hash) => {
      placed.delete(hash)
    },
    listBegun: async () =>
      [...begun].flatMap(([id, { touchedMs }]) => {
        const name = parseMediumId(id)
        return name ? [{ name, touchedMs }] : []
      }),
    snapshot: () => ({ begun: new Map(begun), placed: new Map(placed) }),
    restore: (folder) => {
      begun = new Map(folder.begun)
      placed = new Map(folder.placed)
    },
  }
}
