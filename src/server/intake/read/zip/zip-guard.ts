// Opens ZIP-based spreadsheets without trusting them: first the directory's own claims, then every byte counted while it
// is inflated, because a directory can lie. Entries are streamed; nothing that is not asked for is ever unpacked.
import { StringDecoder } from 'node:string_decoder'
import { crc32, createInflateRaw } from 'node:zlib'
import { LIMITS } from '../read-limits.ts'
import { damaged, locked, tooLarge, type Refused } from '../refused.ts'
import { readDirectory, type ZipEntry, type ZipLimits } from './zip-directory.ts'

export interface ZipArchive {
  readonly names: readonly string[]
  /** Case and a leading slash do not matter: some writers are careless. */
  readonly has: (name: string) => boolean
  readonly chunks: (name: string) => AsyncIterable<Buffer>
  /** As text pieces: UTF-8, or UTF-16 where a byte order mark says so. */
  readonly pieces: (name: string) => AsyncIterable<string>
  readonly text: (name: string) => Promise<string>
  /** Unpacks everything once, for a reader that does not count by itself. */
  readonly measure: () => Promise<number>
}

const LOCAL = 0x04034b50
const STORED = 0
const DEFLATED = 8
const CHUNK_BYTES = 1 << 17

const DEFAULT_LIMITS: ZipLimits = {
  entries: LIMITS['zip-entries'],
  unpackedBytes: LIMITS['unpacked-bytes'],
}

/** Throws `Refused`. */
export const openZip = (bytes: Buffer, limits: ZipLimits = DEFAULT_LIMITS): ZipArchive => {
  const entries = readDirectory(bytes, limits)
  const byName = new Map(entries.map((entry) => [plain(entry.name), entry]))
  const counter = { unpacked: 0, limit: limits.unpackedBytes }
  const chunks = (name: string): AsyncIterable<Buffer> => {
    const entry = byName.get(plain(name))
    if (!entry) throw damaged()
    return unpack(bytes, entry, counter)
  }
  return {
    names: entries.map((entry) => entry.name),
    has: (name) => byName.has(plain(name)),
    chunks,
    pieces: (name) => decoded(chunks(name)),
    text: async (name) => {
      let whole = ''
      for await (const piece of decoded(chunks(name))) whole += piece
      return whole
    },
    measure: async () => {
      for (const entry of entries) for await (const _ of unpack(bytes, entry, counter));
      return counter.unpacked
    },
  }
}

const plain = (name: string): string => name.replace(/^\//, '').toLowerCase()

interface Counter {
  unpacked: number
  readonly limit: number
}

async function* unpack(bytes: Buffer, entry: ZipEntry, counter: Counter): AsyncIterable<Buffer> {
  if (entry.encrypted) throw locked()
  const packed = packedBytes(bytes, entry)
  let own = 0
  let checksum = 0
  for await (const chunk of inflated(packed, entry.method)) {
    own += chunk.length
    counter.unpacked += chunk.length
    if (counter.unpacked > counter.limit) throw tooLarge('unpacked-bytes')
    if (own > entry.claimedBytes) throw damaged()
    checksum = crc32(chunk, checksum)
    yield chunk
  }
  // Some writers leave the checksum out (0); where it is given, one flipped bit shows.
  const flipped = entry.checksum !== 0 && checksum !== entry.checksum
  if (own !== entry.claimedBytes || flipped) throw damaged()
}

const packedBytes = (bytes: Buffer, entry: ZipEntry): Buffer => {
  const at = entry.headerAt
  if (at + 30 > bytes.length || bytes.readUInt32LE(at) !== LOCAL) throw damaged()
  const start = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28)
  if (start + entry.packedBytes > bytes.length) throw damaged()
  return bytes.subarray(start, start + entry.packedBytes)
}

async function* inflated(packed: Buffer, method: number): AsyncIterable<Buffer> {
  if (method === STORED) {
    yield packed
    return
  }
  if (method !== DEFLATED) throw damaged()
  const inflate = createInflateRaw({ chunkSize: CHUNK_BYTES })
  inflate.end(packed)
  try {
    for await (const chunk of inflate as AsyncIterable<Buffer>) yield chunk
  } catch (error) {
    throw asRefused(error)
  } finally {
    inflate.destroy()
  }
}

/** Whatever zlib says about the bytes (`Z_DATA_ERROR`, `Z_BUF_ERROR`), the file is damaged; anything else is a bug. */
const asRefused = (error: unknown): Refused => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code.startsWith('Z_')) return damaged()
  throw error
}

async function* decoded(chunks: AsyncIterable<Buffer>): AsyncIterable<string> {
  let decode: ((chunk: Buffer) => string) | undefined
  for await (const chunk of chunks) {
    decode ??= decoderFor(chunk)
    yield decode(chunk)
  }
}

const decoderFor = (first: Buffer): ((chunk: Buffer) => string) => {
  const mark = first.length < 2 ? 0 : first.readUInt16BE(0)
  if (mark === 0xfffe || mark === 0xfeff) {
    const wide = new TextDecoder(mark === 0xfffe ? 'utf-16le' : 'utf-16be')
    return (chunk) => wide.decode(chunk, { stream: true })
  }
  const narrow = new StringDecoder('utf8')
  return (chunk) => narrow.write(chunk)
}
