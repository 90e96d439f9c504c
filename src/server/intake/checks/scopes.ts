// Which rows a printed sum may claim to cover. Made once per table: sums ask it many times.
import type { Boundary, PayeeRow, SumRow, Table } from '../rows/body-model.ts'

/** Payees `from` ≤ i < `to`, or a named few. */
export type Scope =
  { readonly from: number; readonly to: number } | { readonly members: ReadonlySet<number> }

export interface Scopes {
  /** What the row most probably covers; null in a table without payees. */
  readonly likeliest: (sum: SumRow) => Scope | null
  /** What it may cover besides, nearest first. */
  readonly possible: (sum: SumRow) => readonly Scope[]
  /** Whether a mismatch over `scope` is a total's or only a subtotal's. */
  readonly isTotal: (sum: SumRow, scope: Scope) => boolean
}

/** How many sections back or ahead a sum is tried on. */
const REACH = 300

export const createScopes = (table: Table): Scopes => {
  const all = table.payees.length
  const positions = [...new Set([0, ...table.boundaries.map(({ at }) => at), all])].sort(
    (a, b) => a - b,
  )
  const whole: Scope = { from: 0, to: all }
  const named = nameScopes(table.payees)
  const peers = new Map<string, SumRow[]>()
  for (const sum of table.sums) {
    const same = peers.get(sum.word.kind)
    if (same) same.push(sum)
    else peers.set(sum.word.kind, [sum])
  }
  const hasParts = peers.has('grand') || table.boundaries.some(({ kind }) => kind === 'section')

  /** All rows; where several 合计 stand one after another, those since the one before. */
  const totalScope = (sum: SumRow): Scope => {
    const same = peers.get(sum.word.kind) ?? []
    const before = same[indexAtLeast(same, (other) => other.row, sum.row) - 1]
    if (before && before.at === sum.at) return whole
    if (before) return { from: before.at, to: sum.at }
    const goesOn = (same.at(-1)?.at ?? 0) > sum.at
    return goesOn && sum.at > 0 ? { from: 0, to: sum.at } : whole
  }

  const partScope = (sum: SumRow): Scope => {
    const last = table.boundaries[sum.after - 1]
    const opensHere = sum.at === 0 || (last?.kind === 'section' && last.at === sum.at)
    if (opensHere && sum.at < all) return { from: sum.at, to: after(positions, sum.at) ?? all }
    return { from: startBefore(table.boundaries, sum), to: sum.at }
  }

  const likeliest = (sum: SumRow): Scope | null => {
    if (all === 0) return null
    const { kind, scope } = sum.word
    const own = scope === '' ? null : named(scope)
    if (own) return own
    if (kind === 'running') return { from: 0, to: sum.at }
    return kind === 'total' || kind === 'grand' ? totalScope(sum) : partScope(sum)
  }

  const possible = (sum: SumRow): Scope[] => {
    const here = indexAtLeast(positions, (at) => at, sum.at)
    const before = positions.slice(Math.max(0, here - REACH), here).reverse()
    const ahead = positions.slice(here, here + REACH).filter((at) => at > sum.at)
    return [
      ...(isTotalKind(sum) ? [whole] : []),
      ...before.map((from) => ({ from, to: sum.at })),
      { from: 0, to: sum.at },
      ...ahead.map((to) => ({ from: sum.at, to })),
    ].filter((scope) => scope.to > scope.from)
  }

  /** A bare 合计 that covers a part is a subtotal where sections or a 总计 show that the parts have a whole. */
  const isTotal = (sum: SumRow, scope: Scope): boolean => {
    if (!isTotalKind(sum)) return false
    const isWhole = 'from' in scope && scope.from === 0 && scope.to === all
    return isWhole || sum.word.kind === 'grand' || !hasParts
  }

  return { likeliest, possible, isTotal }
}

export const isTotalKind = ({ word }: SumRow): boolean =>
  (word.kind === 'total' && word.scope === '') || word.kind === 'grand'

/** First index whose value is not below `least`. */
const indexAtLeast = <T>(
  sorted: readonly T[],
  valueOf: (item: T) => number,
  least: number,
): number => {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (valueOf(sorted[middle]!) < least) low = middle + 1
    else high = middle
  }
  return low
}

const after = (sorted: readonly number[], at: number): number | undefined =>
  sorted[indexAtLeast(sorted, (value) => value, at + 1)]

/** A page's sum starts at the page, others at their section or at the sum before. Boundaries come in order. */
const startBefore = (boundaries: readonly Boundary[], sum: SumRow): number => {
  const ignored = sum.word.kind === 'page' ? 'section' : 'page'
  const nearest = indexAtLeast(boundaries, ({ at }) => at, sum.at) - 1
  for (let i = nearest; i >= Math.max(0, nearest - REACH); i--) {
    const { at, kind } = boundaries[i]!
    if (kind !== ignored) return at
  }
  return 0
}

/** 第一组小计, 团结村合计: the rows of that group, place or programme. */
const nameScopes = (payees: readonly PayeeRow[]): ((name: string) => Scope | null) => {
  let byName: Map<string, Set<number>> | null = null
  const found = new Map<string, Scope | null>()
  return (name) => {
    const known = found.get(name)
    if (known !== undefined) return known
    byName ??= indexByName(payees)
    const members = new Set<number>()
    for (const [key, rows] of byName) {
      if (key === name || (key.startsWith('@') && key.endsWith(name))) {
        for (const row of rows) members.add(row)
      }
    }
    const scope = members.size === 0 ? null : { members }
    if (found.size < REACH) found.set(name, scope)
    return scope
  }
}

/** Groups and programmes by name, places by `@` and their full name. */
const indexByName = (payees: readonly PayeeRow[]): Map<string, Set<number>> => {
  const byName = new Map<string, Set<number>>()
  for (const [i, { group, place, programme }] of payees.entries()) {
    for (const key of [group, `@${place.name}`, programme?.text]) {
      if (!key) continue
      const rows = byName.get(key)
      if (rows) rows.add(i)
      else byName.set(key, new Set([i]))
    }
  }
  return byName
}
