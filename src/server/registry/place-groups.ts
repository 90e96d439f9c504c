// Groups below a village (屯、组、艾里、独贵龙): numbered when intake meets them first, never renumbered, so that a board's
// address and a plan keep pointing to the same group. A person confirms them, and may say how the name is written.
import type { Kysely } from 'kysely'
import type { Clock } from '../../base/clock.ts'
import { err, ok, type Result } from '../../base/result.ts'
import { byGroup } from '../../domain/place/group-order.ts'
import type { Database } from '../store/database.ts'

export interface PlaceGroup {
  readonly number: number
  /** As the rosters print it. */
  readonly name: string
  /** As a person wrote it; null = as printed. */
  readonly shown: string | null
  readonly confirmed: number
}

export const loadGroups = (db: Kysely<Database>, site: string): Promise<PlaceGroup[]> =>
  db
    .selectFrom('place_group')
    .select(['number', 'name', 'shown', 'confirmed'])
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
    .map((name, i) => ({ site, number: last + 1 + i, name, confirmed: 0, shown: null }))
  await db.insertInto('place_group').values(rows).execute()
}

export interface Confirmation {
  readonly site: string
  readonly numbers: readonly number[]
  /** For one group only; null = as printed, or as confirmed before. */
  readonly name: string | null
  readonly who: string
}

export type ConfirmError =
  | { readonly kind: 'no-such-group'; readonly number: number }
  | { readonly kind: 'name-taken'; readonly number: number } // another group of the village is shown so

const faultOf = (
  groups: readonly PlaceGroup[],
  { numbers, name }: Confirmation,
): ConfirmError | null => {
  const missing = numbers.find((number) => !groups.some((group) => group.number === number))
  if (missing !== undefined) return { kind: 'no-such-group', number: missing }
  const taken = groups.find(
    (group) => !numbers.includes(group.number) && (group.shown ?? group.name) === name,
  )
  return taken ? { kind: 'name-taken', number: taken.number } : null
}

/** All or none. Logged as a change, so that the next publication shows the name. */
export const confirmGroups = (
  { db, clock }: { readonly db: Kysely<Database>; readonly clock: Clock },
  confirmation: Confirmation,
): Promise<Result<null, ConfirmError>> =>
  db.transaction().execute(async (tx) => {
    const { site, numbers, name, who } = confirmation
    const fault = faultOf(await loadGroups(tx, site), confirmation)
    if (fault) return err(fault)
    await tx
      .updateTable('place_group')
      .set({ confirmed: 1, ...(name === null ? {} : { shown: name }) })
      .where('site', '=', site)
      .where('number', 'in', [...numbers])
      .execute()
    const what = `groups confirmed: ${site} ${numbers.join(' ')}`
    await tx
      .insertInto('state_log')
      .values({ at_ms: clock.now(), who, roster_id: 0, version: 0, what })
      .execute()
    return ok(null)
  })
