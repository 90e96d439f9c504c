// What can go wrong on the way to the published files, told apart so that a person is never told "forged" when only
// some network wanted a log-in (PULL-10).
import type { Refusal } from '../../pack/model.ts'

export type PullFailure =
  | { readonly kind: 'offline' } // no route, no answer in time
  | { readonly kind: 'cut' } // the answer broke off or was shorter than announced
  | { readonly kind: 'portal' } // a web page where data was expected: some network wants a log-in first
  | { readonly kind: 'busy'; readonly afterMs: number | null } // 429, 503
  | { readonly kind: 'server' } // any other unexpected status
  | { readonly kind: 'missing' } // 404
  | { readonly kind: 'gone' } // 410
  | { readonly kind: 'storage' } // could not be written here
  | { readonly kind: 'refused'; readonly refusal: Refusal }

/** A refusal as it is kept and shown (PULL-12). */
export interface RefusalNote {
  readonly atMs: number
  /** Site id, `catalogue`, `policies`, `trust`, `heads`, `content`, or `records`: this app's own notes. */
  readonly what: string
  readonly refusal: Refusal
  /** `stored`: found damaged on this device; `received`: offered by the network. */
  readonly where: 'stored' | 'received'
}
