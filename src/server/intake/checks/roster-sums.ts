// Which printed sum belongs to which roster: the one that covers its lines and nothing else.
import type { Table } from '../rows/body-model.ts'
import type { DraftRoster } from '../rows/lines.ts'
import type { Scope } from './scopes.ts'
import type { SettledSum } from './totals.ts'

/** Payees of one table that have a line in one block, and the roster of each. */
interface BlockLines {
  /** Roster by payee number; undefined where the payee has no line. */
  readonly owners: (DraftRoster | undefined)[]
  /** Lines before payee number i. */
  readonly before: number[]
}

export interface RosterSums {
  /** The one roster whose lines a sum covers; null when they are several's, or none's. */
  readonly ownerOf: (table: number, sum: SettledSum) => DraftRoster | null
  /** Null unless every table of the roster prints a sum for exactly its lines. */
  readonly printedTotal: (roster: DraftRoster) => number | null
}

export const indexSums = (
  tables: readonly Table[],
  drafts: readonly DraftRoster[],
  sums: readonly (readonly SettledSum[])[],
): RosterSums => {
  if (sums.every((settled) => settled.length === 0)) {
    return { ownerOf: () => null, printedTotal: () => null }
  }
  const lines = indexLines(tables, drafts)

  const ownerOf = (table: number, sum: SettledSum): DraftRoster | null => {
    const blocks = sum.block === null ? lines[table]! : [lines[table]![sum.block]!]
    const owners = new Set(blocks.flatMap(({ owners }) => ownersIn(owners, sum.scope)))
    return owners.size === 1 ? [...owners][0]! : null
  }

  const printedTotal = (roster: DraftRoster): number | null => {
    let total = 0
    for (const part of partsOf(roster)) {
      const block = lines[part.table]![part.block]!
      const own = sums[part.table]!.filter((sum) => sum.block === part.block)
      const printed = printedFor(part, block, own)
      if (printed === null) return null
      total += printed
    }
    return total
  }

  return { ownerOf, printedTotal }
}

const indexLines = (tables: readonly Table[], drafts: readonly DraftRoster[]): BlockLines[][] => {
  const index = tables.map(({ layout, payees }) =>
    layout.blocks.map(() => ({
      owners: new Array<DraftRoster | undefined>(payees.length).fill(undefined),
      before: [0],
    })),
  )
  for (const draft of drafts) {
    for (const line of draft.lines) index[line.table]![line.block]!.owners[line.payee] = draft
  }
  for (const { owners, before } of index.flat()) {
    for (const [i, owner] of owners.entries()) before.push(before[i]! + (owner ? 1 : 0))
  }
  return index
}

const ownersIn = (owners: readonly (DraftRoster | undefined)[], scope: Scope): DraftRoster[] => {
  const inside =
    'from' in scope ? owners.slice(scope.from, scope.to) : [...scope.members].map((i) => owners[i])
  return inside.filter((owner) => owner !== undefined)
}

/** A roster's lines in one block of one table. */
interface Part {
  readonly table: number
  readonly block: number
  readonly payees: readonly number[]
}

const partsOf = (roster: DraftRoster): Part[] => {
  const parts = new Map<string, { table: number; block: number; payees: number[] }>()
  for (const { table, block, payee } of roster.lines) {
    const key = `${table}/${block}`
    const part = parts.get(key)
    if (part) part.payees.push(payee)
    else parts.set(key, { table, block, payees: [payee] })
  }
  return [...parts.values()]
}

/** One sum over exactly the part, a total before a subtotal; else totals that share it out without remainder. */
const printedFor = (part: Part, block: BlockLines, sums: readonly SettledSum[]): number | null => {
  const exact = sums.filter((sum) => coversOnly(sum.scope, part, block))
  const best = exact.find((sum) => sum.isTotal) ?? exact[0]
  if (best) return best.printedFen
  const shares = sums.filter((sum) => sum.isTotal && isInside(sum.scope, part))
  const shared = shares.reduce((count, sum) => count + countIn(sum.scope, block), 0)
  if (shares.length === 0 || shared !== part.payees.length) return null
  return shares.reduce((total, sum) => total + sum.printedFen, 0)
}

const countIn = (scope: Scope, { before, owners }: BlockLines): number =>
  'from' in scope
    ? before[scope.to]! - before[scope.from]!
    : [...scope.members].filter((i) => owners[i]).length

const coversOnly = (scope: Scope, part: Part, block: BlockLines): boolean =>
  countIn(scope, block) === part.payees.length &&
  part.payees.every((i) =>
    'from' in scope ? i >= scope.from && i < scope.to : scope.members.has(i),
  )

/** Payees of a part come in order; a scope that begins and ends within it holds at most the part's. */
const isInside = (scope: Scope, part: Part): boolean =>
  'from' in scope && scope.from >= part.payees[0]! && scope.to <= part.payees.at(-1)! + 1
