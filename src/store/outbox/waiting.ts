// Which texts still have to be sent: the rows both lanes ask (OUT-4, OUT-25).
import type { ItemRow, OutboxDatabase } from './database.ts'

export const keysOf = async (table: {
  toCollection: () => { primaryKeys: () => PromiseLike<string[]> }
}) => new Set(await table.toCollection().primaryKeys())

/** Neither received nor refused, or to be offered again; oldest first. Within a transaction. */
export const readWaiting = async (db: OutboxDatabase): Promise<string[]> => {
  const items = await db.items.orderBy('order').toArray()
  const [parcels, receipts, refusals] = [
    await keysOf(db.parcels),
    await keysOf(db.receipts),
    await keysOf(db.refusals),
  ]
  const isWaiting = ({ id, again }: ItemRow): boolean =>
    parcels.has(id) && !refusals.has(id) && (again || !receipts.has(id))
  return items.filter(isWaiting).map((item) => item.id)
}
