// A directory segment as bytes for the vault, bound to the ledger it was made from. Disposable: whatever does not open is
// made anew (PULL-6). A cold start opens those of a whole banner, four megabytes, before the first hit: so the sum is a
// swift one, which sees flipped bytes and needs to see no more, and columns are looked at where they lie.
import { bytesToUtf8, concatBytes, utf8ToBytes } from '../../base/bytes.ts'
import type { Bytes } from '../../base/bytes.ts'
import { SEGMENT_VERSION } from '../../pack/directory.ts'
import type { Segment } from '../../pack/directory.ts'

/** Wide columns first, so that every one begins at a multiple of its width. */
const COLUMNS = [
  ['numbers', Uint32Array],
  ['sees', Uint32Array],
  ['group', Int16Array],
  ['until', Int16Array],
  ['twins', Uint8Array],
] as const
const WORD = 4
/** Two sums and the length of the texts. */
const HEAD_WORDS = 3

type Texts = Pick<Segment, 'version' | 'site' | 'names' | 'groups' | 'lastFours' | 'untils'> & {
  /** Absent where all names are their own keys. */
  readonly keys?: string
  readonly count: number
}

const context = (site: string, pack: string): string => `segment ${SEGMENT_VERSION} ${site} ${pack}`

const padded = (length: number): number => WORD * Math.ceil(length / WORD)

/** Each step is a bijection, so a single changed word always shows; the second sum turns, so that two can't cancel out. */
const sumsOf = (words: Uint32Array, from: number, about: string): readonly [number, number] => {
  let sum = 0x811c9dc5
  for (let i = 0; i < about.length; i++) sum = Math.imul(sum ^ about.charCodeAt(i), 0x01000193)
  let turning = ~sum
  for (let i = from; i < words.length; i++) {
    const word = words[i]!
    sum = Math.imul(sum ^ word, 0x01000193)
    turning = Math.imul(((turning << 5) | (turning >>> 27)) ^ word, 0x85ebca6b)
  }
  return [sum >>> 0, turning >>> 0]
}

export const segmentToBytes = (segment: Segment, pack: string): Bytes => {
  const { numbers, sees, group, until, twins, names, keys, ...others } = segment
  const texts: Texts = {
    ...others,
    names,
    ...(keys === names ? {} : { keys }),
    count: numbers.length,
  }
  const json = utf8ToBytes(JSON.stringify(texts))
  const columns = [numbers, sees, group, until, twins].map(
    (column) => new Uint8Array(column.buffer, column.byteOffset, column.byteLength),
  )
  const body = concatBytes(json, new Uint8Array(padded(json.length) - json.length), ...columns)
  const words = new Uint32Array(HEAD_WORDS + padded(body.length) / WORD)
  const bytes = new Uint8Array(words.buffer)
  bytes.set(body, HEAD_WORDS * WORD)
  words[2] = json.length
  words.set(sumsOf(words, 2, context(segment.site, pack)))
  return bytes
}

const isWhole = (words: Uint32Array, about: string): boolean => {
  const [sum, turning] = sumsOf(words, 2, about)
  return words.length > HEAD_WORDS && words[0] === sum && words[1] === turning
}

/** Null when damaged, of another version, or made from another ledger. */
export const bytesToSegment = (stored: Bytes, site: string, pack: string): Segment | null => {
  const bytes = stored.byteOffset % WORD === 0 ? stored : stored.slice()
  if (bytes.length % WORD !== 0) return null
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / WORD)
  if (!isWhole(words, context(site, pack))) return null
  const start = HEAD_WORDS * WORD
  const json = bytesToUtf8(bytes.subarray(start, start + words[2]!))
  const { count, ...texts } = JSON.parse(json) as Texts
  let at = bytes.byteOffset + start + padded(words[2]!)
  const columns = COLUMNS.map(([name, Column]) => {
    const column = new Column(bytes.buffer, at, count)
    at += column.byteLength
    return [name, column]
  })
  const read = Object.fromEntries(columns) as Pick<Segment, 'numbers'>
  return { ...texts, keys: texts.keys ?? texts.names, ...read } as Segment
}
