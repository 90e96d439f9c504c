// Every way in which a request can fail, once: the server takes the status from here, the phone what to do next, the screen
// its words at `error.<code>` (locales/*/error.json). Codes are never renamed: phones in the field know them (ERR-1).
import * as z from 'zod/mini'

/** When the same request may be tried again. `never`: it would fail the same way; a person decides. */
export type Retry = 'never' | 'later' | 'after-sign-in' | 'after-upgrade'

interface ErrorRule {
  readonly status: number
  readonly retry: Retry
}

export const ERRORS = {
  // any request
  'bad-request': { status: 400, retry: 'never' },
  'app-too-old': { status: 400, retry: 'after-upgrade' },
  'app-too-new': { status: 400, retry: 'later' },
  'sign-in-needed': { status: 401, retry: 'after-sign-in' },
  'not-allowed': { status: 403, retry: 'never' },
  'not-found': { status: 404, retry: 'never' },
  'method-not-allowed': { status: 405, retry: 'never' },
  gone: { status: 410, retry: 'never' },
  'too-large': { status: 413, retry: 'never' },
  'unsupported-type': { status: 415, retry: 'never' },
  'too-many': { status: 429, retry: 'later' },
  internal: { status: 500, retry: 'later' },
  unavailable: { status: 503, retry: 'later' },
  'server-full': { status: 507, retry: 'later' },
  // PUT /api/events/<id>
  'digest-missing': { status: 400, retry: 'never' },
  'digest-mismatch': { status: 400, retry: 'later' },
  'parcel-unreadable': { status: 400, retry: 'never' },
  'id-mismatch': { status: 400, retry: 'never' },
  'signature-wrong': { status: 403, retry: 'never' },
  'id-taken': { status: 409, retry: 'never' },
  'event-differs': { status: 409, retry: 'never' },
  // /api/media
  'media-too-early': { status: 409, retry: 'later' },
  'media-too-many': { status: 403, retry: 'never' },
  'media-damaged': { status: 422, retry: 'later' },
  'media-missing': { status: 404, retry: 'later' },
  'media-offset': { status: 409, retry: 'later' },
  // POST /api/feed
  'nonce-needed': { status: 401, retry: 'later' },
} as const satisfies Record<string, ErrorRule>

export type ErrorCode = keyof typeof ERRORS

/** What a phone meets without a word from our server, or within itself. Same words file, no status. */
export const FAULTS = {
  // on the way
  'no-network': { retry: 'later' },
  'cut-short': { retry: 'later' },
  portal: { retry: 'later' },
  'server-busy': { retry: 'later' },
  'server-fault': { retry: 'later' },
  'too-large-on-the-way': { retry: 'later' },
  'refused-on-the-way': { retry: 'later' },
  'not-our-receipt': { retry: 'later' },
  'unknown-receipt-key': { retry: 'later' },
  // on this phone
  'text-empty': { retry: 'never' },
  'text-too-long': { retry: 'never' },
  'no-office-key': { retry: 'later' },
  'sealing-unavailable': { retry: 'later' },
  'storage-full': { retry: 'later' },
  'storage-failed': { retry: 'later' },
  'storage-unavailable': { retry: 'never' },
  'medium-too-large': { retry: 'never' },
  'parcel-damaged': { retry: 'never' },
  'claim-code-mistyped': { retry: 'never' },
} as const satisfies Record<string, { readonly retry: Retry }>

export type FaultCode = keyof typeof FAULTS

const RETRY_OF: ReadonlyMap<string, Retry> = new Map(
  [...Object.entries(ERRORS), ...Object.entries(FAULTS)].map(([code, rule]) => [code, rule.retry]),
)

/** A code this version does not know came from a newer server: trying later does no harm (ERR-4). */
export const retryOf = (code: string): Retry => RETRY_OF.get(code) ?? 'later'

export const isErrorCode = (code: string): code is ErrorCode =>
  Object.prototype.hasOwnProperty.call(ERRORS, code)

/** Body of every error answer: the code for programs, a Chinese sentence for whoever reads it raw. */
export const ErrorBody = z.object({
  format: z.literal('iltod-error/1'),
  code: z.string().check(z.regex(/^[a-z][a-z-]{1,40}$/)),
  message: z.string(),
  /** With `nonce-needed`: the nonce to sign. */
  nonce: z.optional(z.string()),
})
export type ErrorBody = z.infer<typeof ErrorBody>
