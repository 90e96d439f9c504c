// A ledger as the text of a pack (PACK-5…12).
import type { LedgerCoreInput, LedgerInput } from './model.ts'
import { orderCore, orderLedger } from './ledger-order.ts'

export const encodeCore = (input: LedgerCoreInput): string =>
  JSON.stringify({ format: 'iltod-core', v: 1, ...orderCore(input) })

export const encodeLedger = (input: LedgerInput): string =>
  JSON.stringify({ format: 'iltod-ledger', v: 1, ...orderLedger(input) })
