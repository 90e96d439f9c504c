// Which years of a large ledger a phone can begin with (PACK-29): as many of the newest as fit.
import { utf8ToBytes } from '../../base/bytes.ts'
import { encodeLedger } from '../../pack/ledger-encode.ts'
import type { LedgerInput } from '../../pack/model.ts'
import { shortenLedger, yearsOf } from '../../pack/short-ledger.ts'
import { gzip } from '../crypto/node-ports.ts'

/** What a first village has left of 24 kB, sent and received: catalogue, heads and HTTP take the others (npm run bench -- first-village). */
export const SHORT_LEDGER_BYTES = 12_500

/** Null where the whole one is small enough, or has a single year. */
export const shortLedgerJson = (whole: LedgerInput, wholeBytes: number): string | null => {
  if (wholeBytes <= SHORT_LEDGER_BYTES) return null
  const laterYears = yearsOf(whole).slice(0, -1)
  let longest: string | null = null
  for (const from of laterYears) {
    const json = encodeLedger(shortenLedger(whole, from))
    if (longest !== null && gzip(utf8ToBytes(json)).length > SHORT_LEDGER_BYTES) break
    longest = json
  }
  return longest
}
