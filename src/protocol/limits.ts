// Sizes that both sides hold to. A phone in the field can't be changed: raise these, never lower them.
export const PARCEL_HEAD_BYTES = 154

/** Plaintext is padded to the next of these (EVT-5). The last one takes any text of 4096 bytes, however JSON escapes it. */
export const SIZE_CLASSES = [1024, 2048, 4096, 8192, 32_768] as const
export const MAX_PLAINTEXT_BYTES = 32_768

/** Header, nonce and tag of age with one recipient are about 200 bytes; more recipients and newer stanzas fit too. */
export const MAX_SEALED_BYTES = MAX_PLAINTEXT_BYTES + 4096
export const MAX_PARCEL_BYTES = PARCEL_HEAD_BYTES + MAX_SEALED_BYTES + 64

export const MAX_FEED_HOLDS = 40
export const MAX_FEED_REQUEST_BYTES = 4096
export const MAX_FEED_REPLY_BYTES = 65_536
export const MAX_FEED_ENTRIES = 20
export const MAX_ANSWER_BYTES = 8192
export const MAX_RECEIPT_REPLY_BYTES = 2048
export const MAX_CLAIM_REQUEST_BYTES = 256
export const CLAIM_REPLY_BYTES = 96

/** Sealed bytes of one attachment, and of all of one event. */
export const MAX_MEDIUM_BYTES = 64 * 1024 * 1024
export const MAX_EVENT_MEDIA_BYTES = 128 * 1024 * 1024
export const MAX_EVENT_MEDIA = 6
/** Missing attachments that a feed page names; the next page names the next. */
export const MAX_FEED_MEDIA = 40
/** What one request of an upload carries; so much is lost at most when it breaks off. */
export const MEDIA_CHUNK_BYTES = 512 * 1024
