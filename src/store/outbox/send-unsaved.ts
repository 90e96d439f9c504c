// Sends at once what could not be stored (OUT-21): sealed and signed like anything else, by a key made for it alone. Until a
// receipt is there nothing is said to have arrived; pressed again, the same bytes go.
import { type Result, err, ok } from '../../base/result.ts'
import { type ComposeDeps, composeQuestion, judgeText } from '../../sync/outbox/compose.ts'
import { type DeliverDeps, deliver } from '../../sync/outbox/deliver.ts'
import type { OfficeView, SavedItem } from '../../sync/outbox/ports.ts'
import { type DeviceDeps, identityOf, makeDevice } from './device.ts'
import type { AskInput, SendUnsaved, SentUnsaved } from './outbox.ts'
import { toCopy } from './to-copy.ts'

export interface UnsavedDeps extends ComposeDeps, DeliverDeps, DeviceDeps {
  readonly office: () => OfficeView | null
}

type Failed = Result<never, { readonly kind: string }>

const compose = async (
  deps: UnsavedDeps,
  office: OfficeView,
  input: AskInput,
): Promise<Result<SavedItem, { readonly kind: string }>> => {
  const identity = identityOf(deps.subtle, await makeDevice(deps))
  return composeQuestion(deps, { copy: toCopy(input), office, draft: null, identity })
}

const hand = async (
  deps: UnsavedDeps,
  office: OfficeView,
  { id, parcel, hash, copy }: SavedItem,
): Promise<Result<SentUnsaved, { readonly kind: string }>> => {
  const verdict = await deliver(deps, id, { bytes: parcel, hash }, office.receiptKeys)
  if (verdict.kind !== 'receipt') return err({ kind: verdict.code })
  return ok({ claimCode: copy.claimCode, number: verdict.receipt.number })
}

export const createUnsavedSender = (deps: UnsavedDeps): SendUnsaved => {
  /** The last one: its answer may have been lost on the way, and a second parcel would be a second question. */
  let made: { readonly of: string; readonly item: SavedItem } | null = null
  return async (input) => {
    const flaw = judgeText(input.text)
    const office = deps.office()
    if (flaw) return err(flaw) satisfies Failed
    if (!office) return err({ kind: 'no-office-key' }) satisfies Failed
    const of = JSON.stringify(toCopy(input))
    if (made?.of !== of) {
      const composed = await compose(deps, office, input)
      if (!composed.ok) return composed
      made = { of, item: composed.value }
    }
    return hand(deps, office, made.item)
  }
}
