// What a file is by its first bytes: the families of the types that a phone may attach (MEDIA-7).
import type { MediaType } from '../../protocol/media.ts'

type Family = 'jpeg' | 'webp' | 'matroska' | 'mp4' | 'ogg'

const FAMILY_OF: Readonly<Record<MediaType, Family>> = {
  'image/jpeg': 'jpeg',
  'image/webp': 'webp',
  'audio/webm': 'matroska',
  'video/webm': 'matroska',
  'audio/mp4': 'mp4',
  'video/mp4': 'mp4',
  'audio/ogg': 'ogg',
}

export const ENDING_OF: Readonly<Record<MediaType, string>> = {
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'audio/webm': 'weba',
  'video/webm': 'webm',
  'audio/mp4': 'm4a',
  'video/mp4': 'mp4',
  'audio/ogg': 'ogg',
}

/** So many bytes are enough to tell. */
export const FIRST_BYTES = 12

const startsWith = (bytes: Uint8Array, at: number, ...mark: readonly number[]): boolean =>
  mark.every((byte, i) => bytes[at + i] === byte)

const says = (bytes: Uint8Array, at: number, mark: string): boolean =>
  startsWith(bytes, at, ...Buffer.from(mark, 'latin1'))

const familyOf = (first: Uint8Array): Family | null => {
  if (startsWith(first, 0, 0xff, 0xd8, 0xff)) return 'jpeg'
  if (says(first, 0, 'RIFF') && says(first, 8, 'WEBP')) return 'webp'
  if (startsWith(first, 0, 0x1a, 0x45, 0xdf, 0xa3)) return 'matroska'
  if (says(first, 4, 'ftyp')) return 'mp4'
  return says(first, 0, 'OggS') ? 'ogg' : null
}

/** A container of sound alone and one of pictures begin alike: the family is what can be told. */
export const isOfType = (first: Uint8Array, type: MediaType): boolean =>
  familyOf(first) === FAMILY_OF[type]
