// The central directory of a ZIP file, ZIP64 included: what the file says about itself, believed only as far as checked.
import { damaged, tooLarge } from '../refused.ts'

export interface ZipLimits {
  readonly entries: number
  readonly unpackedBytes: number
}

export interface ZipEntry {
  readonly name: string
  readonly method: number
  readonly encrypted: boolean
  readonly checksum: number
  readonly packedBytes: number
  readonly claimedBytes: number
  readonly headerAt: number
}

const END = 0x06054b50
const END64 = 0x06064b50
const LOCATOR64 = 0x07064b50
const CENTRAL = 0x02014b50
const END_BYTES = 22
const LONGEST_COMMENT = 65_535
const IN_ZIP64 = 0xffffffff

export const readDirectory = (bytes: Buffer, limits: ZipLimits): ZipEntry[] => {
  const { count, at } = directoryOf(bytes)
  if (count > limits.entries) throw tooLarge('zip-entries')
  const entries: ZipEntry[] = []
  let claimed = 0
  let next = at
  for (let index = 0; index < count; index++) {
    if (next + 46 > bytes.length || bytes.readUInt32LE(next) !== CENTRAL) throw damaged()
    const entry = entryAt(bytes, next)
    claimed += entry.claimedBytes
    if (claimed > limits.unpackedBytes) throw tooLarge('unpacked-bytes')
    entries.push(entry)
    next += 46 + variableLength(bytes, next)
  }
  return entries
}

const variableLength = (bytes: Buffer, at: number): number =>
  bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)

const directoryOf = (bytes: Buffer): { count: number; at: number } => {
  const end = endRecord(bytes)
  const count = bytes.readUInt16LE(end + 10)
  const at = bytes.readUInt32LE(end + 16)
  if (count !== 0xffff && at !== IN_ZIP64) return { count, at }
  const locator = end - 20
  if (locator < 0 || bytes.readUInt32LE(locator) !== LOCATOR64) return { count, at }
  const end64 = wide(bytes, locator + 8)
  if (end64 + 56 > bytes.length || bytes.readUInt32LE(end64) !== END64) throw damaged()
  return { count: wide(bytes, end64 + 32), at: wide(bytes, end64 + 48) }
}

const endRecord = (bytes: Buffer): number => {
  const lowest = Math.max(0, bytes.length - END_BYTES - LONGEST_COMMENT)
  for (let at = bytes.length - END_BYTES; at >= lowest; at--) {
    if (bytes.readUInt32LE(at) === END) return at
  }
  throw damaged()
}

const entryAt = (bytes: Buffer, at: number): ZipEntry => {
  const nameEnd = at + 46 + bytes.readUInt16LE(at + 28)
  const extraEnd = nameEnd + bytes.readUInt16LE(at + 30)
  if (extraEnd > bytes.length) throw damaged()
  const claimed = bytes.readUInt32LE(at + 24)
  const packed = bytes.readUInt32LE(at + 20)
  const header = bytes.readUInt32LE(at + 42)
  const extra = wideFields(bytes.subarray(nameEnd, extraEnd))
  return {
    name: bytes.toString('utf8', at + 46, nameEnd).replaceAll('\\', '/'),
    method: bytes.readUInt16LE(at + 10),
    encrypted: (bytes.readUInt16LE(at + 8) & 1) === 1,
    checksum: bytes.readUInt32LE(at + 16),
    // The order is the standard's: only the fields that are full are in the extra part.
    claimedBytes: claimed === IN_ZIP64 ? extra() : claimed,
    packedBytes: packed === IN_ZIP64 ? extra() : packed,
    headerAt: header === IN_ZIP64 ? extra() : header,
  }
}

/** Hands out the 64-bit numbers of the ZIP64 extra field one by one. */
const wideFields = (extra: Buffer): (() => number) => {
  let at = 0
  while (at + 4 <= extra.length && extra.readUInt16LE(at) !== 1)
    at += 4 + extra.readUInt16LE(at + 2)
  at += 4
  return () => {
    const value = wide(extra, at)
    at += 8
    return value
  }
}

const wide = (bytes: Buffer, at: number): number => {
  if (at + 8 > bytes.length) throw damaged()
  const value = Number(bytes.readBigUInt64LE(at))
  if (!Number.isSafeInteger(value)) throw damaged()
  return value
}
