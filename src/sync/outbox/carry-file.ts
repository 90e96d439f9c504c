// The unsent queue with its attachments as one file (OUT-30): lines that each stand for themselves, then the sealed bytes one medium
// after the other, so that it is written and read in pieces, and damage in one place costs what lies there and nothing else.
//
//   iltod-unsent/2 00012345            bytes of the lines that follow, eight digits
//   parcel <parcel>                    base64url, one line for each
//   medium <event>.<sha256> <at> <bytes> <public key> <signature>      `at` counts from the end of the lines
//   <sealed bytes of all media>
import { type Bytes, bytesToBase64Url, concatBytes, utf8ToBytes } from '../../base/bytes.ts'
import type { Result } from '../../base/result.ts'
import { MAX_EVENT_MEDIA, MAX_MEDIUM_BYTES } from '../../protocol/limits.ts'
import {
  type MediumName,
  type MediumProof,
  isMediumProven,
  mediumId,
  parseMediumId,
} from '../../protocol/media.ts'
import type { SealedBytes, StoredMedium } from '../media/ports.ts'
import {
  type CarriedParcel,
  type CarryDeps,
  MAX_CARRIED_BYTES,
  decodeCarried,
  readParcel,
} from './carry.ts'
import type { StorageFailure } from './ports.ts'

const FIRST_LINE = /^iltod-unsent\/2 (\d{8})\n$/
const FIRST_LINE_BYTES = 24
const MEDIUM_LINE = /^medium (\S+) (\d{1,12}) (\d{1,9}) (\S+) (\S+)$/

interface MediumLine {
  readonly name: MediumName
  readonly bytes: number
  readonly proof: MediumProof
}

/** One whose upload its writer signed; whether its bytes have their hash, only reading them tells. */
export interface CarriedMedium extends MediumLine {
  /** SHA-256 of the parcel it belongs to, hex. */
  readonly parcel: string
  readonly content: SealedBytes
}

export interface ReadCarriedFile {
  readonly parcels: readonly CarriedParcel[]
  readonly media: readonly CarriedMedium[]
  /** Of the file: not whole, not signed by who it says, or of a parcel that is not there. */
  readonly damaged: { readonly parcels: number; readonly media: number }
}

export type TakenMedium = 'added' | 'known' | 'left'

/** Attachments that leave with a file, and those of others that come with one (OUT-30). */
export interface CarriedMedia {
  /** What waits, whether its text does or not; oldest first. */
  readonly leaving: () => Promise<readonly StoredMedium[]>
  /** All of it or nothing; `left` where it is damaged or its question is not here. */
  readonly takeIn: (medium: CarriedMedium) => Promise<Result<TakenMedium, StorageFailure>>
}

/** What stands before the sealed bytes of `media`, which follow in this order. */
export const encodeCarriedHead = (
  parcels: readonly Bytes[],
  media: readonly MediumLine[],
): Bytes => {
  let at = 0
  const mediumLine = ({ name, bytes, proof }: MediumLine): string => {
    const line = `medium ${mediumId(name)} ${at} ${bytes} ${proof.publicKey} ${proof.signature}\n`
    at += bytes
    return line
  }
  const parcelLine = (parcel: Bytes): string => `parcel ${bytesToBase64Url(parcel)}\n`
  const lines = utf8ToBytes([...parcels.map(parcelLine), ...media.map(mediumLine)].join(''))
  const first = `iltod-unsent/2 ${String(lines.length).padStart(8, '0')}\n`
  return concatBytes(utf8ToBytes(first), lines)
}

/** Bytes that are no text become signs that no line of ours has. */
const readText = async (file: SealedBytes, start: number, end: number): Promise<string> =>
  new TextDecoder().decode(await file.read(start, Math.min(end, file.length)))

const parseMediumLine = (line: string) => {
  const [, id = '', at, bytes, publicKey = '', signature = ''] = MEDIUM_LINE.exec(line) ?? []
  const name = parseMediumId(id)
  if (!name) return null
  return { name, at: Number(at), bytes: Number(bytes), proof: { publicKey, signature } }
}

const readMedium = async (
  deps: CarryDeps,
  line: string,
  parcels: ReadonlyMap<string, CarriedParcel>,
  sealed: SealedBytes,
): Promise<CarriedMedium | null> => {
  const read = parseMediumLine(line)
  const parcel = read && parcels.get(read.name.event)
  if (!parcel) return null
  const { name, at, bytes, proof } = read
  if (bytes < 1 || bytes > MAX_MEDIUM_BYTES || at + bytes > sealed.length) return null
  if (proof.publicKey !== bytesToBase64Url(parcel.publicKey)) return null
  if (!(await isMediumProven(name, bytes, proof, deps.verifyP256))) return null
  const content: SealedBytes = {
    length: bytes,
    read: (start, end) => sealed.read(at + start, at + Math.min(end, bytes)),
  }
  return { name, bytes, proof, parcel: parcel.hash, content }
}

const readLines = async (
  deps: CarryDeps,
  lines: readonly string[],
  sealed: SealedBytes,
): Promise<ReadCarriedFile> => {
  const parcels = new Map<string, CarriedParcel>()
  const media: CarriedMedium[] = []
  const damaged = { parcels: 0, media: 0 }
  for (const line of lines.filter((one) => !one.startsWith('medium '))) {
    const parcel = line.startsWith('parcel ') ? await readParcel(deps, line.slice(7)) : null
    if (parcel) parcels.set(parcel.id, parcel)
    else damaged.parcels += 1
  }
  for (const line of lines.filter((one) => one.startsWith('medium '))) {
    const medium = await readMedium(deps, line, parcels, sealed)
    const others = media.filter(({ name }) => name.event === medium?.name.event)
    if (medium && others.length < MAX_EVENT_MEDIA) media.push(medium)
    else damaged.media += 1
  }
  return { parcels: [...parcels.values()], media, damaged }
}

/** A file of either kind. Null for one that is none of ours; rejects only when it can't be read. */
export const readCarriedFile = async (
  deps: CarryDeps,
  file: SealedBytes,
): Promise<ReadCarriedFile | null> => {
  const first = FIRST_LINE.exec(await readText(file, 0, FIRST_LINE_BYTES))
  if (!first) {
    if (file.length > MAX_CARRIED_BYTES) return null
    const texts = await decodeCarried(deps, await file.read(0, file.length))
    return texts && { ...texts, media: [], damaged: { parcels: texts.damaged, media: 0 } }
  }
  const end = FIRST_LINE_BYTES + Number(first[1])
  if (end > MAX_CARRIED_BYTES) return null
  const lines = (await readText(file, FIRST_LINE_BYTES, end)).split('\n')
  const sealed: SealedBytes = {
    length: Math.max(0, file.length - end),
    read: (from, to) => file.read(end + from, end + to),
  }
  return readLines(
    deps,
    lines.filter((line) => line !== ''),
    sealed,
  )
}
