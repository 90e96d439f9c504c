// What an import would do: each roster of the file beside what is stored under the same identity, and how they differ.
import type { Kysely } from 'kysely'
import type { Clock } from '../../base/clock.ts'
import { err, ok, type Result } from '../../base/result.ts'
import type { Programme } from '../../domain/programme/schema.ts'
import type { RosterIdentity } from '../../domain/roster/schema.ts'
import type { Database } from '../store/database.ts'
import type { IdentityBox } from './identity-box.ts'
import type { ImportError, ImportRoster, RosterDifference } from './import-types.ts'

export interface ImportDeps {
  readonly db: Kysely<Database>
  readonly clock: Clock
  readonly box: IdentityBox
  readonly dataDir: string
  readonly programmes: readonly Programme[]
  readonly progress?: (rows: number) => void
}

export interface Planned {
  readonly roster: ImportRoster
  readonly rosterId: number | null
  readonly contentHash: string
  readonly newest: {
    readonly id: number
    readonly version: number
    readonly contentHash: string
  } | null
}

const hashContent = (roster: ImportRoster, box: IdentityBox): string => {
  const rows = roster.lines.map((line) =>
    [
      line.idNumber,
      line.group,
      line.name,
      line.quantity,
      line.rate,
      line.amountFen,
      line.state,
    ].join('\t'),
  )
  return box.personKey(['content', ...rows.sort()].join('\n'))
}

const findRoster = async (db: Kysely<Database>, identity: RosterIdentity) =>
  db
    .selectFrom('roster')
    .select(['id', 'withdrawn'])
    .where('site', '=', identity.site)
    .where('programme', '=', identity.programme)
    .where('year', '=', identity.year)
    .where('batch', '=', identity.batch)
    .where('kind', '=', identity.kind)
    .executeTakeFirst()

const newestVersion = async (db: Kysely<Database>, rosterId: number) =>
  db
    .selectFrom('roster_version')
    .select(['id', 'version', 'content_hash as contentHash'])
    .where('roster_id', '=', rosterId)
    .where('state', '=', 'ready')
    .orderBy('version', 'desc')
    .executeTakeFirst()

export const plan = async (
  deps: ImportDeps,
  roster: ImportRoster,
): Promise<Result<Planned, ImportError>> => {
  if (!deps.programmes.some((programme) => programme.id === roster.programme)) {
    return err({ kind: 'unknown-programme', programme: roster.programme })
  }
  const known = await findRoster(deps.db, roster)
  if (known?.withdrawn) return err({ kind: 'withdrawn', roster: identityOf(roster) })
  const newest = known ? ((await newestVersion(deps.db, known.id)) ?? null) : null
  return ok({
    roster,
    rosterId: known?.id ?? null,
    contentHash: hashContent(roster, deps.box),
    newest,
  })
}

export const identityOf = ({
  site,
  programme,
  year,
  batch,
  kind,
}: RosterIdentity): RosterIdentity => ({
  site,
  programme,
  year,
  batch,
  kind,
})

export const sumFen = (lines: readonly { readonly amountFen: number | null }[]): number =>
  lines.reduce((sum, line) => sum + (line.amountFen ?? 0), 0)

export const storedLines = (db: Kysely<Database>, versionId: number) =>
  db
    .selectFrom('line')
    .innerJoin('payee', 'payee.id', 'line.payee_id')
    .select([
      'line.payee_id as payeeId',
      'line.ordinal',
      'line.quantity',
      'line.rate',
      'line.amount_fen as amountFen',
      'payee.person_key as personKey',
      'payee.name',
      'payee.group_name as group',
    ])
    .where('version_id', '=', versionId)
    .orderBy('line.seq')
    .execute()

export const difference = async (deps: ImportDeps, planned: Planned): Promise<RosterDifference> => {
  const newest = planned.newest!
  const before = await storedLines(deps.db, newest.id)
  const who = (key: string | null, group: string, name: string) => key ?? `${group}\n${name}`
  const content = (l: { quantity: number | null; amountFen: number | null }) =>
    `${l.quantity}/${l.amountFen}`
  const left = new Map<string, string[]>()
  for (const line of before) {
    const key = who(line.personKey, line.group, line.name)
    left.set(key, [...(left.get(key) ?? []), content(line)])
  }
  let added = 0
  let changed = 0
  for (const line of planned.roster.lines) {
    const key = who(
      line.idNumber === null ? null : deps.box.personKey(line.idNumber),
      line.group,
      line.name,
    )
    const old = left.get(key) ?? []
    const same = old.indexOf(content(line))
    if (old.length === 0) added++
    else if (same < 0) changed++
    if (old.length > 0) old.splice(Math.max(same, 0), 1)
  }
  const removed = [...left.values()].reduce((sum, lines) => sum + lines.length, 0)
  return {
    roster: identityOf(planned.roster),
    version: newest.version + 1,
    added,
    removed,
    changed,
    amountFenBefore: sumFen(before),
    amountFenAfter: sumFen(planned.roster.lines),
  }
}
