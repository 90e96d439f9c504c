// The people of a ledger by group. Numbers that were merged into others are left out: they only point elsewhere. Pure.
import type { LedgerCore, LedgerPayee } from '../pack/model.ts'

export interface PayeeGroup {
  /** The group's number within its village, as boards and addresses give it; -1 for people without one. */
  readonly number: number
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
    if (!payees) return []
    return [{ number: core.groupNumbers[index] ?? -1, name: core.groups[index] ?? '', payees }]
  })
}
