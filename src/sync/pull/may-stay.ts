// Whether an earlier generation may stay on the phone beside the current one (PULL-5). It may not when it shows anything
// that the office has since taken back: the fallback for damage must never be a hiding place.
import type { Ledger, LedgerRoster, Posts } from '../../pack/model.ts'

export interface Contents {
  readonly ledger: Ledger
  readonly posts: Posts | null
}

const takenBack = (roster: LedgerRoster): number =>
  roster.corrections.filter(({ reason }) => reason !== 'figure').length

const stillShown = (roster: LedgerRoster, now: ReadonlyMap<string, LedgerRoster>): boolean => {
  const same = now.get(roster.id)
  return (
    same !== undefined &&
    same.class === roster.class &&
    same.audience === roster.audience &&
    takenBack(same) === takenBack(roster)
  )
}

const ledgerMayStay = (earlier: Ledger, current: Ledger): boolean => {
  const now = new Map(current.rosters.map((roster) => [roster.id, roster]))
  const numbers = new Set(current.payees.map((payee) => payee.number))
  return (
    earlier.seed === current.seed &&
    earlier.sealed?.data === current.sealed?.data &&
    earlier.withdrawn.length === current.withdrawn.length &&
    earlier.rosters.every((roster) => stillShown(roster, now)) &&
    earlier.payees.every((payee) => numbers.has(payee.number))
  )
}

const postsMayStay = (earlier: Posts | null, current: Posts | null): boolean => {
  const ids = new Set(current?.posts.map((post) => post.id))
  return earlier === null || earlier.posts.every((post) => ids.has(post.id))
}

export const mayStay = (earlier: Contents, current: Contents): boolean =>
  ledgerMayStay(earlier.ledger, current.ledger) && postsMayStay(earlier.posts, current.posts)

/** The first day on which something in it must not be shown; null = no end. */
export const firstUntil = ({ ledger, posts }: Contents): string | null => {
  const days = [
    ...ledger.rosters.map((roster) => roster.until),
    ...ledger.counts.map((cell) => cell.until),
    ...ledger.sums.map((cell) => cell.until),
    ...(posts?.posts.map((post) => post.until) ?? []),
  ].filter((day) => day !== null)
  return days.reduce<string | null>(
    (first, day) => (first === null || day < first ? day : first),
    null,
  )
}
