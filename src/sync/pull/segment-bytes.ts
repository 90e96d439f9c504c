// A directory segment as bytes for the vault, bound to the ledger it was made from. Disposable: whatever does not open is
// made anew (PULL-6).
import { bytesToUtf8, concatBytes, utf8ToBytes } from '../../base/bytes.ts'
import type { Bytes } from '../../base/bytes.ts'
import { SEGMENT_VERSION } from '../../pack/directory.ts'
import type { Segment } from '../../pack/directory.ts'
import type { Sha256 } from '../../base/crypto.ts'
import { openBytes, sealBytes } from './record.ts'

/** Wide columns first, so that every one begins at a multiple of its width. */
const COLUMNS = [
  ['numbers', Uint32Array],
  ['sees', Uint32Array],
  ['group', Int16Array],
  ['until', Int16Array],
  ['twins', Uint8Array],
] as const

const context = (site: string, pack: string): string => `segment ${SEGMENT_VERSION} ${site} ${pack}`

const padding = (length: number): number => (4 - (length % 4)) % 4

export const segmentToBytes = (sha256: Sha256, segment: Segment, pack: string): Bytes => {
  const { numbers, sees, group, until, twins, ...texts } = segment
  const json = utf8ToBytes(JSON.stringify({ ...texts, count: numbers.length }))
  const columns = [numbers, sees, group, until, twins].map(
    (column) => new Uint8Array(column.buffer, column.byteOffset, column.byteLength),
  )
  const length = new Uint8Array(new Uint32Array([json.length]).buffer)
  const gap = new Uint8Array(padding(json.length))
  return sealBytes(sha256, context(segment.site, pack), concatBytes(length, json, gap, ...columns))
}

/** Null when damaged, of another version, or made from another ledger. */
export const bytesToSegment = (
  sha256: Sha256,
  sealed: Bytes,
  site: string,
  pack: string,
): Segment | null => {
  const plain = openBytes(sha256, context(site, pack), sealed)
  if (!plain) return null
  const length = new Uint32Array(plain.buffer, 0, 1)[0]!
  const { count, ...texts } = JSON.parse(bytesToUtf8(plain.subarray(4, 4 + length))) as Pick<
    Segment,
    'version' | 'site' | 'names' | 'keys' | 'groups' | 'lastFours' | 'untils'
  > & { count: number }
  let at = 4 + length + padding(length)
  const columns = COLUMNS.map(([name, Column]) => {
    const column = new Column(plain.buffer, at, count)
    at += column.byteLength
    return [name, column]
  })
  return { ...texts, ...(Object.fromEntries(columns) as Pick<Segment, 'numbers'>) } as Segment
}
