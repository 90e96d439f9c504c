// A ledger, or its village part, as the text of a pack (PACK-5…12): canonical, whatever order its parts came in.
import { encodeCoreWire } from './core-wire.ts'
import { orderCore, orderLedger } from './ledger-order.ts'
import {
  CORE_FORMAT,
  CountsWire,
  LEDGER_FORMAT,
  LEDGER_VERSION,
  SealedWire,
  SumWire,
  WithdrawnWire,
} from './ledger-wire.ts'
import type { LedgerCoreInput, LedgerInput } from './model.ts'

export const encodeCore = (input: LedgerCoreInput): string =>
  JSON.stringify({
    format: CORE_FORMAT,
    v: LEDGER_VERSION,
    ...encodeCoreWire(orderCore(input)),
  })

/** The caller compresses it; whether a ledger changed is decided on this text (PACK-1). */
export const encodeLedger = (input: LedgerInput): string => {
  const ledger = orderLedger(input)
  const { site, seed, from, counts, sums, withdrawn, sealed } = ledger
  return JSON.stringify({
    format: LEDGER_FORMAT,
    v: LEDGER_VERSION,
    site,
    seed,
    from,
    // Parsed, because schemas write members in one order whatever object came in.
    counts: counts.length > 0 ? counts.map((cell) => CountsWire.parse(cell)) : undefined,
    sums: sums.length > 0 ? sums.map((cell) => SumWire.parse(cell)) : undefined,
    withdrawn: withdrawn.length > 0 ? withdrawn.map((one) => WithdrawnWire.parse(one)) : undefined,
    sealed: sealed ? SealedWire.parse(sealed) : undefined,
    ...encodeCoreWire(ledger),
  })
}
