// Who the office is, as the newest verified trust list and checkpoint say: whom to seal to, whose receipts to believe.
import type { Trust } from '../../pack/model.ts'
import type { OfficeView } from './ports.ts'

export interface OfficeSources {
  readonly trust: Trust
  /** Newest verified checkpoint. */
  readonly checkpoint: { readonly number: number; readonly checkedMs: number }
  readonly heardMs: number | null
}

/** Null when the trust list names no inbox key valid now: nothing can be sealed then. */
export const officeView = ({ trust, checkpoint, heardMs }: OfficeSources): OfficeView | null => {
  const { number, checkedMs } = checkpoint
  const seals = trust.keys.filter(
    (key) =>
      key.role === 'seal' &&
      key.kind === 'age' &&
      key.from <= number &&
      (key.to === null || key.to >= number),
  )
  const newest = seals.reduce<(typeof seals)[number] | null>(
    (best, key) => (best === null || key.from >= best.from ? key : best),
    null,
  )
  if (!newest) return null
  // A receipt stays what it is when its key is followed by another; a key not to be believed leaves the list.
  const receiptKeys = trust.keys
    .filter((key) => key.role === 'receipt' && key.kind === 'p256')
    .map(({ id, key }) => ({ id, publicKey: key }))
  return { recipient: newest.key, receiptKeys, checkpointMs: checkedMs, heardMs }
}
