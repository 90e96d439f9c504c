// Reads what one site has to publish: its rosters in their newest version, the version before where a figure was corrected,
// the lines and the payees. Nothing here decides what may be shown.
import type { Kysely } from 'kysely'
import type { CorrectionReason, PaymentState, RosterKind } from '../../domain/roster/schema.ts'
import { loadGroups, type PlaceGroup } from '../registry/place-groups.ts'
import type { Database } from '../store/database.ts'
import type { PayeeTable } from '../store/registry-tables.ts'

export interface VersionRow {
  readonly id: number
  readonly version: number
  readonly unit: string
  readonly rate: number | null
  readonly amountFen: number
  readonly persons: number
  readonly reason: CorrectionReason | null
  readonly reasonText: string
  readonly atMs: number
}

export interface RosterRow {
  readonly id: number
  readonly programme: string
  readonly year: number
  readonly batch: string
  readonly kind: RosterKind
  readonly published: string | null
  readonly noticeFrom: string | null
  readonly noticeTo: string | null
  readonly withdrawn: string | null
  readonly withdrawnReason: CorrectionReason | 'expired' | 'void' | null
  /** Ascending; never empty. */
  readonly versions: readonly VersionRow[]
}

export interface LineRow {
  readonly versionId: number
  readonly payeeId: number
  readonly ordinal: number
  readonly quantity: number | null
  readonly rate: number | null
  readonly amountFen: number | null
  readonly state: PaymentState
}

export interface SiteRows {
  readonly site: string
  readonly rosters: readonly RosterRow[]
  readonly payees: ReadonlyMap<number, PayeeTable>
  /** By number. */
  readonly groups: readonly PlaceGroup[]
  /** Lines of the newest version of each roster, and of the one before when its reason is `figure`. */
  readonly lines: ReadonlyMap<number, readonly LineRow[]>
}

export const newestOf = (roster: RosterRow): VersionRow =>
  roster.versions[roster.versions.length - 1]!

/** The version whose values are shown struck out, or null. */
export const struckOf = (roster: RosterRow): VersionRow | null =>
  newestOf(roster).reason === 'figure'
    ? (roster.versions[roster.versions.length - 2] ?? null)
    : null

export const loadRosters = async (db: Kysely<Database>, site: string): Promise<RosterRow[]> => {
  const rosters = await db
    .selectFrom('roster')
    .selectAll()
    .where('site', '=', site)
    .orderBy('programme')
    .orderBy('year')
    .orderBy('batch')
    .orderBy('kind')
    .execute()
  if (rosters.length === 0) return []
  const versions = await db
    .selectFrom('roster_version')
    .innerJoin('roster', 'roster.id', 'roster_version.roster_id')
    .select([
      'roster_version.id as id',
      'roster_version.roster_id as rosterId',
      'version',
      'unit',
      'rate',
      'amount_fen as amountFen',
      'persons',
      'reason',
      'reason_text as reasonText',
      'at_ms as atMs',
    ])
    .where('roster.site', '=', site)
    .where('state', '=', 'ready')
    .orderBy('version')
    .execute()
  return rosters.flatMap((roster) => {
    const own = versions.filter((version) => version.rosterId === roster.id)
    if (own.length === 0) return []
    return [
      {
        id: roster.id,
        programme: roster.programme,
        year: roster.year,
        batch: roster.batch,
        kind: roster.kind,
        published: roster.published,
        noticeFrom: roster.notice_from,
        noticeTo: roster.notice_to,
        withdrawn: roster.withdrawn,
        withdrawnReason: roster.withdrawn_reason,
        versions: own,
      },
    ]
  })
}

const loadLines = async (
  db: Kysely<Database>,
  versionIds: readonly number[],
): Promise<Map<number, LineRow[]>> => {
  const byVersion = new Map<number, LineRow[]>(versionIds.map((id) => [id, []]))
  if (versionIds.length === 0) return byVersion
  const rows = await db
    .selectFrom('line')
    .select([
      'version_id as versionId',
      'payee_id as payeeId',
      'ordinal',
      'quantity',
      'rate',
      'amount_fen as amountFen',
      'state',
    ])
    .where('version_id', 'in', versionIds)
    .orderBy('version_id')
    .orderBy('seq')
    .execute()
  for (const row of rows) byVersion.get(row.versionId)?.push(row)
  return byVersion
}

export const loadSiteRows = async (db: Kysely<Database>, site: string): Promise<SiteRows> => {
  const rosters = await loadRosters(db, site)
  const alive = rosters.filter((roster) => roster.withdrawn === null)
  const versionIds = alive.flatMap((roster) => {
    const struck = struckOf(roster)
    return struck ? [newestOf(roster).id, struck.id] : [newestOf(roster).id]
  })
  const payees = await db.selectFrom('payee').selectAll().where('site', '=', site).execute()
  return {
    site,
    rosters,
    payees: new Map(payees.map((payee) => [payee.id, payee])),
    groups: await loadGroups(db, site),
    lines: await loadLines(db, versionIds),
  }
}
