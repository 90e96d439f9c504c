// The people of a ledger by group. Numbers that were merged into others are left out: they only point elsewhere. Pure.
import type { LedgerCore, LedgerPayee } from '../pack/model.ts'

export interface PayeeGroup {
  /** Position in the ledger's groups; -1 for people without one. */
  readonly index: number
  readonly name: string
  readonly payees: readonly LedgerPayee[]
}

/** In the ledger's order, people without a group last. */
export const groupsOf = (core: LedgerCore): readonly PayeeGroup[] => {
  const byIndex = new Map<number, LedgerPayee[]>()
  for (const payee of core.payees) {
    if (payee.see !== undefined) continue
    const own = byIndex.get(payee.group)
    if (own) own.push(payee)
    else byIndex.set(payee.group, [payee])
  }
  return [...core.groups.keys(), -1].flatMap((index) => {
    const payees = byIndex.get(index)
    return payees ? [{ index, name: core.groups[index] ?? '', payees }] : []
  })
}
