// The stored rosters with their newest version, as whoever works with them needs to see them. No payee is read.
import type { Kysely } from 'kysely'
import type { Database } from '../store/database.ts'

export interface ListedRoster {
  readonly row: number
  readonly site: string
  readonly programme: string
  readonly year: number
  readonly batch: string
  readonly kind: 'notice' | 'result'
  readonly version: number
  readonly persons: number
  readonly amountFen: number
  readonly published: string | null
  readonly withdrawn: string | null
  readonly withdrawnReason: string | null
}

/** Of one site, or of all. */
export const listRosters = async (
  db: Kysely<Database>,
  site: string | null,
): Promise<ListedRoster[]> => {
  let query = db
    .selectFrom('roster')
    .innerJoin('roster_version', 'roster_version.roster_id', 'roster.id')
    .select([
      'roster.id as row',
      'site',
      'programme',
      'year',
      'batch',
      'kind',
      'version',
      'persons',
      'amount_fen as amountFen',
      'published',
      'withdrawn',
      'withdrawn_reason as withdrawnReason',
    ])
    .where('state', '=', 'ready')
    .orderBy('site')
    .orderBy('year', 'desc')
    .orderBy('programme')
    .orderBy('batch')
    .orderBy('kind')
    .orderBy('version')
  if (site !== null) query = query.where('site', '=', site)
  const newest = new Map((await query.execute()).map((roster) => [roster.row, roster]))
  return [...newest.values()]
}
