// What of a large ledger a phone can begin with (PACK-29): as many of the newest years as fit, else of the newest year's rosters.
import { utf8ToBytes } from '../../base/bytes.ts'
import { encodeLedger } from '../../pack/ledger-encode.ts'
import type { LedgerInput } from '../../pack/model.ts'
import { shortenLedger, yearsOf } from '../../pack/short-ledger.ts'
import { gzip } from '../crypto/node-ports.ts'

/** What a first village has left of 24 kB, sent and received: catalogue, heads and HTTP take the others (npm run bench -- first-village). */
export const SHORT_LEDGER_BYTES = 12_500

const fits = (json: string): boolean => gzip(utf8ToBytes(json)).length <= SHORT_LEDGER_BYTES

/** The last of these that fits; of none the first, where one has to be. */
const longestThatFits = (jsons: Iterable<string>): string | null => {
  let longest: string | null = null
  for (const json of jsons) {
    if (longest !== null && !fits(json)) break
    longest = json
  }
  return longest
}

const newestYears = function* (whole: LedgerInput): Generator<string> {
  for (const from of yearsOf(whole).slice(0, -1)) yield encodeLedger(shortenLedger(whole, from))
}

/** Those published last first, of these the ones with most people; never all. */
const rostersOfNewestYear = function* (whole: LedgerInput): Generator<string> {
  const [newest = 0] = yearsOf(whole)
  const sizes = new Map<string, number>()
  for (const { roster } of whole.lines) {
    const { id } = whole.rosters[roster]!
    sizes.set(id, (sizes.get(id) ?? 0) + 1)
  }
  const sizeOf = (id: string): number => sizes.get(id) ?? 0
  const rosters = whole.rosters
    .filter(({ year }) => year === newest)
    .sort(
      (a, b) =>
        (a.published < b.published ? 1 : a.published > b.published ? -1 : 0) ||
        sizeOf(b.id) - sizeOf(a.id) ||
        (a.id < b.id ? -1 : 1),
    )
  const most = rosters.length === whole.rosters.length ? rosters.length - 1 : rosters.length
  for (let count = 1; count <= most; count++) {
    const ids = new Set(rosters.slice(0, count).map(({ id }) => id))
    yield encodeLedger(shortenLedger(whole, newest + 1, ids))
  }
}

/** Null where the whole one is small enough, or has a single roster. */
export const shortLedgerJson = (whole: LedgerInput, wholeBytes: number): string | null => {
  if (wholeBytes <= SHORT_LEDGER_BYTES) return null
  const years = longestThatFits(newestYears(whole))
  if (years !== null && fits(years)) return years
  const rosters = longestThatFits(rostersOfNewestYear(whole))
  // A roster that does not fit by itself is better shown with all of its year.
  return rosters !== null && fits(rosters) ? rosters : (years ?? rosters)
}
