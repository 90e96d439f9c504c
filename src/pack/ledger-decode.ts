// A pack's bytes as a ledger that opens payees on demand.
import type { Bytes } from '../base/bytes.ts'
import { ok, type Result } from '../base/result.ts'
import { gunzipBounded } from './gunzip.ts'
import type { Ledger, LedgerCore, LedgerInput, LedgerLine, Refusal } from './model.ts'
import { openJson } from './wire.ts'

const decode = (bytes: Bytes, format: string): Result<Ledger, Refusal> => {
  const plain = gunzipBounded(bytes)
  if (!plain.ok) return plain
  const json = openJson(plain.value, format, 1)
  if (!json.ok) return json
  const { lines, ...rest } = json.value as unknown as LedgerInput
  const linesOf = (payee: number): LedgerLine[] =>
    lines
      .filter((line) => line.payee === rest.payees[payee]?.number)
      .map(({ payee: _payee, ...line }) => line)
  return ok({ ...rest, linesOf })
}

export const decodeLedger = (bytes: Bytes): Result<Ledger, Refusal> => decode(bytes, 'iltod-ledger')

export const decodeCore = (bytes: Bytes): Result<LedgerCore, Refusal> => decode(bytes, 'iltod-core')
