// A device that attaches: real sealed media of an event, and their uploads by tus as a phone would make them, without a phone.
import { Upload } from 'tus-js-client'
import { type Bytes, bytesToBase64Url, bytesToHex } from '../../src/base/bytes.ts'
import { ageSeal } from '../../src/platform/age-seal.ts'
import { encodeEventText } from '../../src/protocol/event-text.ts'
import { MEDIA_CHUNK_BYTES } from '../../src/protocol/limits.ts'
import {
  MEDIA_PATH,
  MediaReceipt,
  type MediaType,
  mediaMessage,
  mediumId,
} from '../../src/protocol/media.ts'
import { createUuidV7 } from '../../src/base/ids.ts'
import type { Clock } from '../../src/base/clock.ts'
import type { Random } from '../../src/base/random.ts'
import { sha256 } from '../../src/server/crypto/node-ports.ts'
import type { Delivery } from '../../src/server/inbox/receive.ts'
import type { Pen, TestKey } from './field-pen.ts'
import { SITE } from './field-world.ts'

export interface SealedMedium {
  readonly sealed: Bytes
  readonly sha256: string
  readonly bytes: number
  readonly type: MediaType
}

const MARKS: Readonly<Record<MediaType, string>> = {
  'image/jpeg': 'ffd8ffe000104a464946',
  'image/webp': '524946460000000057454250',
  'audio/webm': '1a45dfa3',
  'video/webm': '1a45dfa3',
  'audio/mp4': '000000206674797069736f6d',
  'video/mp4': '000000206674797069736f6d',
  'audio/ogg': '4f67675300',
}

/** Content that begins as its type says. */
export const makeContent = (type: MediaType, bytes: number, random: Random): Bytes => {
  const content = new Uint8Array(bytes)
  for (let at = 0; at < bytes; at += 1024) content.set(random.bytes(Math.min(1024, bytes - at)), at)
  content.set(Buffer.from(MARKS[type], 'hex'))
  return content
}

export const sealMedium = async (
  recipient: string,
  type: MediaType,
  content: Bytes,
): Promise<SealedMedium> => {
  const sealed = await ageSeal(recipient, content)
  return { sealed, sha256: bytesToHex(sha256(sealed)), bytes: sealed.length, type }
}

/** A question that names its attachments inside its seal. */
export const writeWithMedia = (
  pen: Pen,
  { clock, random }: { readonly clock: Clock; readonly random: Random },
  attachments: readonly (Omit<SealedMedium, 'sealed' | 'type'> & { readonly type: string })[],
  changes: { readonly recipient?: string } = {},
): Promise<Delivery> => {
  const id = createUuidV7(clock, random)
  const text = encodeEventText({
    v: 1,
    id,
    device: pen.key.device,
    replica: '0011223344556677',
    seq: 1,
    kind: 'question',
    created: { deviceMs: clock.now(), sinceSyncMs: null, checkpointMs: null },
    body: { site: SITE, programme: null, year: null, text: '见附件' },
    attachments: attachments.map(({ sha256: hash, bytes, type }) => ({
      sha256: hash,
      bytes,
      type,
    })),
  })
  return pen.wrap(text!, { id, ...changes })
}

/** What a creation says of itself, signed. */
export const metadataOf = async (
  key: TestKey,
  event: string,
  medium: Pick<SealedMedium, 'sha256' | 'bytes'>,
) => ({
  event,
  sha256: medium.sha256,
  key: bytesToBase64Url(key.publicKey),
  signature: bytesToBase64Url(
    await key.sign(mediaMessage({ event, sha256: medium.sha256 }, medium.bytes)),
  ),
})

export const toHeader = (metadata: Readonly<Record<string, string>>): string =>
  Object.entries(metadata)
    .map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`)
    .join(',')

/** Resolves when tus believes that all is there; rejects with its own error. */
export const uploadByTus = async (
  address: string,
  key: TestKey,
  event: string,
  medium: SealedMedium,
  options: {
    readonly retryDelays?: number[]
    /** Begins without asking where the server stands. */
    readonly unasked?: boolean
    readonly progress?: (sent: number) => void
    readonly request?: (method: string, status: number, offset: string | null) => void
  } = {},
): Promise<void> => {
  const metadata = await metadataOf(key, event, medium)
  await new Promise<void>((resolve, reject) => {
    const upload = new Upload(Buffer.from(medium.sealed), {
      endpoint: `${address}${MEDIA_PATH}`,
      uploadSize: medium.bytes,
      chunkSize: MEDIA_CHUNK_BYTES,
      metadata,
      retryDelays: options.retryDelays ?? [],
      // Asked first: a creation answered 201 would make it begin at nought, whatever is there.
      ...(options.unasked ? {} : { uploadUrl: addressOf(address, event, medium.sha256) }),
      onProgress: (sent) => options.progress?.(sent),
      onAfterResponse: (request, response) => {
        options.request?.(
          request.getMethod(),
          response.getStatus(),
          response.getHeader('Upload-Offset') ?? null,
        )
      },
      onSuccess: () => {
        resolve()
      },
      onError: reject,
    })
    upload.start()
  })
}

export const addressOf = (address: string, event: string, sha256Hex: string): string =>
  `${address}${MEDIA_PATH}/${mediumId({ event, sha256: sha256Hex })}`

/** Null: no answer came, or none that is a receipt. */
export const askReceipt = async (
  address: string,
  event: string,
  sha256Hex: string,
): Promise<MediaReceipt | null> => {
  try {
    const response = await fetch(`${addressOf(address, event, sha256Hex)}/receipt`)
    const receipt = MediaReceipt.safeParse(await response.json())
    return response.ok && receipt.success ? receipt.data : null
  } catch {
    return null
  }
}
