// A ledger as the text of a pack (PACK-5…12).
import type { LedgerInput } from './model.ts'
import { orderLedger } from './ledger-order.ts'

export const encodeLedger = (input: LedgerInput): string => {
  const ledger = orderLedger(input)
  return JSON.stringify({ format: 'iltod-ledger', v: 1, ...ledger })
}
