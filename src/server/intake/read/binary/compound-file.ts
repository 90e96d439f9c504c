// Compound files (OLE2, CFB): the little file system in which .xls and encrypted .xlsx live. Every chain of sectors is
// followed with a count, so a circle ends, and a sector outside the file means the file was cut off.
import { damaged } from '../refused.ts'

export interface CompoundFile {
  readonly names: readonly string[]
  /** By name without regard to case; undefined if there is none. */
  readonly stream: (name: string) => Buffer | undefined
}

const HEADER_BYTES = 512
const HEADER_LIST = 109
const ENTRY_BYTES = 128
const LARGEST_SECTOR = 0xfffffffa
const STREAM = 2
const ROOT = 5

interface DirectoryEntry {
  readonly name: string
  readonly type: number
  readonly start: number
  readonly bytes: number
}

interface Layout {
  readonly bytes: Buffer
  readonly sectorBytes: number
  readonly table: readonly number[]
}

/** Throws `Refused`. The caller has seen the signature. */
export const openCompoundFile = (bytes: Buffer): CompoundFile => {
  if (bytes.length < HEADER_BYTES) throw damaged()
  const sectorBytes = 1 << bytes.readUInt16LE(30)
  const miniBytes = 1 << bytes.readUInt16LE(32)
  if (sectorBytes < HEADER_BYTES || sectorBytes > 65_536 || miniBytes > sectorBytes) throw damaged()
  const layout: Layout = { bytes, sectorBytes, table: readTable(bytes, sectorBytes) }
  const directory = parseDirectory(chain(layout, bytes.readUInt32LE(48)))
  const smallBelow = bytes.readUInt32LE(56)
  const root = directory.find((entry) => entry.type === ROOT)
  const small = lazy((): Layout => {
    const container = chain(layout, root?.start ?? LARGEST_SECTOR)
    const miniTable = numbers(chain(layout, bytes.readUInt32LE(60)))
    return { bytes: container, sectorBytes: miniBytes, table: miniTable }
  })
  return {
    names: directory.map((entry) => entry.name),
    stream: (name) => {
      const wanted = name.toLowerCase()
      const entry = directory.find(
        (one) => one.type === STREAM && one.name.toLowerCase() === wanted,
      )
      if (!entry) return undefined
      return entry.bytes < smallBelow
        ? chain(small(), entry.start, entry.bytes, 0)
        : chain(layout, entry.start, entry.bytes)
    },
  }
}

const lazy = <T>(make: () => T): (() => T) => {
  let made: { value: T } | undefined
  return () => (made ??= { value: make() }).value
}

/** The table of "which sector comes next", itself listed in the header and, for large files, in further sectors. */
const readTable = (bytes: Buffer, sectorBytes: number): number[] => {
  const parts: number[] = []
  for (let index = 0; index < HEADER_LIST; index++) parts.push(bytes.readUInt32LE(76 + 4 * index))
  let next = bytes.readUInt32LE(68)
  for (let count = 0; next <= LARGEST_SECTOR && count <= bytes.length / sectorBytes; count++) {
    const list = numbers(sector(bytes, sectorBytes, next, HEADER_BYTES))
    next = list.pop() ?? LARGEST_SECTOR + 1
    parts.push(...list)
  }
  const inUse = parts.filter((part) => part <= LARGEST_SECTOR)
  if (inUse.length > bytes.length / sectorBytes) throw damaged()
  return inUse.flatMap((part) => numbers(sector(bytes, sectorBytes, part, HEADER_BYTES)))
}

const numbers = (bytes: Buffer): number[] => {
  const list: number[] = []
  for (let at = 0; at + 4 <= bytes.length; at += 4) list.push(bytes.readUInt32LE(at))
  return list
}

const sector = (bytes: Buffer, sectorBytes: number, index: number, base: number): Buffer => {
  const at = base === 0 ? index * sectorBytes : (index + 1) * sectorBytes
  if (at >= bytes.length) throw damaged()
  return bytes.subarray(at, at + sectorBytes)
}

/** `size` where the directory knows it; the last sector of a file may be short. */
const chain = (layout: Layout, start: number, size?: number, base = HEADER_BYTES): Buffer => {
  const { bytes, sectorBytes, table } = layout
  const parts: Buffer[] = []
  const enough = size === undefined ? table.length : Math.ceil(size / sectorBytes)
  let next = start
  while (next <= LARGEST_SECTOR && parts.length < enough) {
    parts.push(sector(bytes, sectorBytes, next, base))
    next = table[next] ?? LARGEST_SECTOR + 1
  }
  const whole = Buffer.concat(parts)
  if (size === undefined) return whole
  if (whole.length < size) throw damaged()
  return whole.subarray(0, size)
}

const parseDirectory = (bytes: Buffer): DirectoryEntry[] => {
  const entries: DirectoryEntry[] = []
  for (let at = 0; at + ENTRY_BYTES <= bytes.length; at += ENTRY_BYTES) {
    const nameBytes = Math.min(bytes.readUInt16LE(at + 64), 64)
    const type = bytes.readUInt8(at + 66)
    if (nameBytes < 2 || type === 0) continue
    entries.push({
      name: bytes.toString('utf16le', at, at + nameBytes - 2),
      type,
      start: bytes.readUInt32LE(at + 116),
      bytes: bytes.readUInt32LE(at + 120),
    })
  }
  return entries
}
