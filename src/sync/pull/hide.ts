// Leaves out of decoded packs what must not be shown today (PULL-7): once, here, so that no screen, search or print has to
// remember it. Without anything to hide the same object comes back.
import { isHidden } from '../../pack/account.ts'
import type { Ledger, LedgerCore, LedgerLine, LedgerPayee, Posts } from '../../pack/model.ts'

/** Old position of a roster → new one, -1 for a hidden one. */
const shownPositions = (core: LedgerCore, today: string): readonly number[] => {
  let next = 0
  return core.rosters.map((roster) => (isHidden(roster.until, today) ? -1 : next++))
}

const shownLines = (
  core: LedgerCore,
  positions: readonly number[],
  payee: number,
): readonly LedgerLine[] =>
  core
    .linesOf(payee)
    .filter((line) => positions[line.roster] !== -1)
    .map((line) => ({ ...line, roster: positions[line.roster]! }))

/** Payees with a shown line; a merged number as long as the number it points to is shown. */
const shownPayees = (core: LedgerCore, positions: readonly number[]): readonly number[] => {
  const indexes = core.payees.map((_, index) => index)
  const isShown = (index: number) =>
    core.linesOf(index).some((line) => positions[line.roster] !== -1)
  const shown = new Set(indexes.filter(isShown))
  const numbers = new Set([...shown].map((index) => core.payees[index]!.number))
  const pointsToShown = ({ see }: LedgerPayee) => see !== undefined && numbers.has(see)
  return indexes.filter((index) => shown.has(index) || pointsToShown(core.payees[index]!))
}

export const hideInCore = <Core extends LedgerCore>(core: Core, today: string): Core => {
  const positions = shownPositions(core, today)
  if (!positions.includes(-1)) return core
  const payees = shownPayees(core, positions)
  return {
    ...core,
    payees: payees.map((index) => core.payees[index]!),
    rosters: core.rosters.filter((_, index) => positions[index] !== -1),
    masked: core.masked
      .filter((list) => positions[list.roster] !== -1)
      .map((list) => ({ ...list, roster: positions[list.roster]! })),
    linesOf: (payee: number) => {
      const index = payees[payee]
      return index === undefined ? [] : shownLines(core, positions, index)
    },
  }
}

export const hideInLedger = (ledger: Ledger, today: string): Ledger => {
  const shown = hideInCore(ledger, today)
  const isShown = ({ until }: { readonly until: string | null }) => !isHidden(until, today)
  const nothingEnds = ledger.counts.every(isShown) && ledger.sums.every(isShown)
  if (nothingEnds) return shown
  return { ...shown, counts: ledger.counts.filter(isShown), sums: ledger.sums.filter(isShown) }
}

export const hideInPosts = (posts: Posts, today: string): Posts => {
  const shown = posts.posts.filter((post) => !isHidden(post.until, today))
  return shown.length === posts.posts.length ? posts : { ...posts, posts: shown }
}
