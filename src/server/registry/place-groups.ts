// Groups below a village (屯、组、艾里、独贵龙): numbered when intake meets them first, never renumbered, so that a board's
// address and a plan keep pointing to the same group.
import type { Kysely } from 'kysely'
import { byGroup } from '../../domain/place/group-order.ts'
import type { Database } from '../store/database.ts'

export interface PlaceGroup {
  readonly number: number
  readonly name: string
}

export const loadGroups = (db: Kysely<Database>, site: string): Promise<PlaceGroup[]> =>
  db
    .selectFrom('place_group')
    .select(['number', 'name'])
    .where('site', '=', site)
    .orderBy('number')
    .execute()

/** Proposes a number for each name that the site does not have yet, in the order in which a village counts. */
export const proposeGroups = async (
  db: Kysely<Database>,
  site: string,
  names: Iterable<string>,
): Promise<void> => {
  const known = await loadGroups(db, site)
  const knownNames = new Set(known.map((group) => group.name))
  const fresh = [...new Set(names)].filter((name) => name !== '' && !knownNames.has(name))
  if (fresh.length === 0) return
  const last = known.at(-1)?.number ?? 0
  const rows = fresh
    .sort(byGroup)
    .map((name, i) => ({ site, number: last + 1 + i, name, confirmed: 0 }))
  await db.insertInto('place_group').values(rows).execute()
}
