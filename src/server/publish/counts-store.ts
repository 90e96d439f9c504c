// Counts cells as published, kept so that later versions can't differ by few people (MASK-3).
import type { Kysely } from 'kysely'
import type { CountsCell } from '../../pack/model.ts'
import type { Database } from '../store/database.ts'
import type { Cell } from './counts.ts'

export const previousCells = async (db: Kysely<Database>): Promise<Cell[]> => {
  const rows = await db.selectFrom('counts').selectAll().execute()
  return rows.map((row) => ({
    place: row.place,
    roster: row.roster,
    persons: row.persons,
    amountFen: row.amount_fen,
    members: row.members.split(','),
    history: row.history.split(',').map(Number),
  }))
}

export const saveCells = async (db: Kysely<Database>, cells: readonly Cell[]) => {
  await db.transaction().execute(async (tx) => {
    await tx.deleteFrom('counts').execute()
    for (const cell of cells) {
      await tx
        .insertInto('counts')
        .values({
          place: cell.place,
          roster: cell.roster,
          persons: cell.persons,
          amount_fen: cell.amountFen,
          pooled: cell.members.length > 1 ? 1 : 0,
          members: cell.members.join(','),
          history: cell.history.join(','),
        })
        .execute()
    }
  })
}

export const toCountsCell = (cell: Cell): CountsCell => {
  const [programme = '', year = '', batch = '', kind = ''] = cell.roster.split('/')
  return {
    programme,
    year: Number(year),
    batch,
    kind: kind === 'notice' ? 'notice' : 'result',
    persons: cell.persons,
    amountFen: cell.amountFen,
    pooled: cell.members.length > 1,
    until: null,
  }
}
