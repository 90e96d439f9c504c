// A pack's bytes as a ledger that opens payees on demand.
import type { Bytes } from '../base/bytes.ts'
import { ok, type Result } from '../base/result.ts'
import { gunzipBounded } from './gunzip.ts'
import type { Ledger, LedgerInput, LedgerLine, Refusal } from './model.ts'
import { openJson } from './wire.ts'

export const decodeLedger = (bytes: Bytes): Result<Ledger, Refusal> => {
  const plain = gunzipBounded(bytes)
  if (!plain.ok) return plain
  const json = openJson(plain.value, 'iltod-ledger', 1)
  if (!json.ok) return json
  const { lines, ...rest } = json.value as unknown as LedgerInput
  const linesOf = (payee: number): LedgerLine[] =>
    lines
      .filter((line) => line.payee === rest.payees[payee]?.number)
      .map(({ payee: _payee, ...line }) => line)
  return ok({ ...rest, linesOf })
}
