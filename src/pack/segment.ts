// What searching needs of one site's payees, small and ready: derived from a ledger when it is stored, disposable, plain
// data that structured cloning takes, never published. `directory-search.ts` scans it.
import { foldName } from './pinyin.ts'
import type { LedgerCore, LedgerPayee } from './model.ts'

/** Stored segments of another version are made anew. */
export const SEGMENT_VERSION = 2

export interface Segment {
  readonly version: typeof SEGMENT_VERSION
  readonly site: string
  /** As published, each ended by a line feed. */
  readonly names: string
  /** Folded for comparison, each ended by a line feed, in the same order. */
  readonly keys: string
  readonly numbers: Uint32Array
  readonly groups: readonly string[]
  /** Position in `groups`, -1 for none. */
  readonly group: Int16Array
  /** Four characters each; spaces where none may be shown. */
  readonly lastFours: string
  /** 1 where another payee of the site shows the same name, group and last four. */
  readonly twins: Uint8Array
  /** Number under which a merged payee goes on; 0 for all others. */
  readonly sees: Uint32Array
  /** Days from which payees must not be shown (PACK-10), and each payee's position in them, -1 for none. */
  readonly untils: readonly string[]
  readonly until: Int16Array
}

/** A payee is shown as long as one of his rosters is; null = no end. Who has no lines (a merged number) has no end either. */
const lastUntil = (core: LedgerCore, payee: number): string | null => {
  let last = ''
  for (const line of core.linesOf(payee)) {
    const until = core.rosters[line.roster]!.until
    if (until === null) return null
    if (until > last) last = until
  }
  return last === '' ? null : last
}

const rowText = (payee: LedgerPayee): string => `${payee.name}\n${payee.group}\n${payee.lastFour}`

const findTwins = (payees: readonly LedgerPayee[]): Uint8Array => {
  const counts = new Map<string, number>()
  const texts = payees.map(rowText)
  payees.forEach((payee, i) => {
    if (payee.see === undefined) counts.set(texts[i]!, (counts.get(texts[i]!) ?? 0) + 1)
  })
  return Uint8Array.from(texts, (text) => ((counts.get(text) ?? 0) > 1 ? 1 : 0))
}

export const segmentOf = (site: string, core: LedgerCore): Segment => {
  const { payees, groups } = core
  const lasts = payees.map((_, i) => lastUntil(core, i))
  const untils = [...new Set(lasts)].filter((day) => day !== null).sort()
  return {
    version: SEGMENT_VERSION,
    site,
    names: payees.map((payee) => `${payee.name}\n`).join(''),
    keys: payees.map((payee) => `${foldName(payee.name)}\n`).join(''),
    numbers: Uint32Array.from(payees, (payee) => payee.number),
    groups,
    group: Int16Array.from(payees, (payee) => payee.group),
    lastFours: payees.map((payee) => payee.lastFour.padEnd(4).slice(0, 4)).join(''),
    twins: findTwins(payees),
    sees: Uint32Array.from(payees, (payee) => payee.see ?? 0),
    untils,
    until: Int16Array.from(lasts, (day) => (day === null ? -1 : untils.indexOf(day))),
  }
}
