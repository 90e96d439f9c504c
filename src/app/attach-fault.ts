// Why something was not attached, and the sentence for it.
import type { PhotoError } from '../platform/photo.ts'
import type { RecorderError } from '../platform/recorder.ts'
import type { SaveError } from '../store/outbox/outbox.ts'
import type { FileFault } from './attachable.ts'
import { formatMegabytes } from './media-words.ts'
import type { Translate } from './words.svelte.ts'

export type AttachFault =
  | SaveError
  | PhotoError
  | RecorderError
  | FileFault
  | { readonly kind: 'recording-empty' }
  | { readonly kind: 'given-up' } // its bytes ended before it was whole

/** Of a save too, where the screen has other words for an attachment. */
const isOwn = (
  fault: AttachFault,
): fault is Exclude<AttachFault, SaveError> | { readonly kind: 'media-too-many' } =>
  fault.kind === 'media-too-many' || OWN.has(fault.kind)

const OWN: ReadonlySet<string> = new Set<Exclude<AttachFault, SaveError>['kind']>([
  ...(['photo-unreadable', 'file-unlisted', 'file-too-large'] as const),
  ...(['recorder-missing', 'microphone-refused', 'camera-refused'] as const),
  ...(['no-microphone', 'no-camera', 'device-busy', 'recording-empty', 'given-up'] as const),
])

export const faultWords = (fault: AttachFault, t: Translate): string => {
  if (!isOwn(fault)) return t(`error.${fault.kind}`)
  if (fault.kind !== 'file-too-large') return t(`ask.media.fault.${fault.kind}`)
  const { bytes, limit } = fault
  return t('ask.media.fault.file-too-large', {
    size: formatMegabytes(bytes),
    limit: formatMegabytes(limit),
  })
}
