// What may be attached, decided before anything is read: by the type that the browser names, and by size.
import { type Result, err, ok } from '../base/result.ts'
import { MAX_EVENT_MEDIA, MAX_EVENT_MEDIA_BYTES, MAX_MEDIUM_BYTES } from '../protocol/limits.ts'
import { type MediaType, isMediaType } from '../protocol/media.ts'
import type { KeptMedium } from '../store/outbox/outbox.ts'

export type FileFault =
  | { readonly kind: 'file-unlisted' }
  | { readonly kind: 'file-too-large'; readonly bytes: number; readonly limit: number }

/** A photo is drawn anew, whatever it is in; the others go as they are. */
export type Attachable =
  { readonly kind: 'photo' } | { readonly kind: 'voice' | 'video'; readonly type: MediaType }

/** A photo this large is no photo of a phone, and decoding it would end a small one. */
const MAX_PHOTO_FILE_BYTES = 48 * 1024 * 1024

/** Names that browsers give to what we know by another. */
const SAME_AS: Readonly<Record<string, MediaType>> = {
  'audio/x-m4a': 'audio/mp4',
  'audio/m4a': 'audio/mp4',
  'audio/aac-mp4': 'audio/mp4',
  'video/x-m4v': 'video/mp4',
}

/** Sealing adds 16 bytes to each 64 KiB, and a head (see `sealedBytes` of the seal); this is never less. */
const SEAL_HEAD_BYTES = 4096
const plainRoom = (sealed: number): number =>
  Math.max(0, Math.floor((sealed - SEAL_HEAD_BYTES) * (65_536 / 65_552)))

const kindOf = (type: string): Attachable | null => {
  if (type.startsWith('image/')) return { kind: 'photo' }
  const known = SAME_AS[type] ?? type
  if (!isMediaType(known)) return null
  return { kind: known.startsWith('audio/') ? 'voice' : 'video', type: known }
}

/** `sealedLeft`: what the item may still take. */
export const judgeFile = (
  file: { readonly type: string; readonly size: number },
  sealedLeft: number,
): Result<Attachable, FileFault> => {
  const [type = ''] = file.type.toLowerCase().split(';', 1)
  const kind = kindOf(type.trim())
  if (!kind) return err({ kind: 'file-unlisted' })
  const limit =
    kind.kind === 'photo' ? MAX_PHOTO_FILE_BYTES : plainRoom(Math.min(MAX_MEDIUM_BYTES, sealedLeft))
  if (file.size > limit) return err({ kind: 'file-too-large', bytes: file.size, limit })
  return ok(kind)
}

export interface RoomLeft {
  readonly count: number
  readonly bytes: number
}

/** `taken`: pieces that are there or on their way, of which `kept` have their final size. */
export const roomLeft = (taken: number, kept: readonly KeptMedium[]): RoomLeft => ({
  count: Math.max(0, MAX_EVENT_MEDIA - taken),
  bytes: Math.max(0, MAX_EVENT_MEDIA_BYTES - kept.reduce((sum, { bytes }) => sum + bytes, 0)),
})
