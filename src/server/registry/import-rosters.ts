// Stores the rosters of one file, all or none. Rows are staged in transactions of at most a thousand, so that receipts go on
// meanwhile, and made visible by one short one (DESIGN §6). A killed import leaves staged rows that the next one sweeps away.
import type { Kysely } from 'kysely'
import type { Clock } from '../../base/clock.ts'
import { err, ok, type Result } from '../../base/result.ts'
import type { Programme } from '../../domain/programme/schema.ts'
import type { RosterIdentity } from '../../domain/roster/schema.ts'
import type { Database } from '../store/database.ts'
import type { LineTable } from '../store/roster-tables.ts'
import { BLOCK_ROWS, type Identity, type IdentityBox } from './identity-box.ts'
import type {
  ImportedRoster,
  ImportError,
  ImportLine,
  ImportRequest,
  ImportRoster,
  RosterDifference,
} from './import-types.ts'
import { assignOrdinals } from './ordinals.ts'
import { createPayeeLinker, loadPayees, type PayeeLinker } from './payee-linker.ts'
import { proposeGroups } from './place-groups.ts'
import { hashSource, keepSource } from './source-files.ts'

export interface ImportDeps {
  readonly db: Kysely<Database>
  readonly clock: Clock
  readonly box: IdentityBox
  readonly dataDir: string
  readonly programmes: readonly Programme[]
  readonly progress?: (rows: number) => void
}

/** A roster of the file beside what is stored under the same identity. */
interface Planned {
  readonly roster: ImportRoster
  readonly rosterId: number | null
  readonly contentHash: string
  readonly newest: {
    readonly id: number
    readonly version: number
    readonly contentHash: string
  } | null
}

const ROWS_PER_TRANSACTION = 1000

/**
 * Content of a roster regardless of row order. Keyed, so that the hash tells nothing to whoever sees the table alone.
 */
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

const plan = async (
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

const identityOf = ({ site, programme, year, batch, kind }: RosterIdentity): RosterIdentity => ({
  site,
  programme,
  year,
  batch,
  kind,
})

const sumFen = (lines: readonly { readonly amountFen: number | null }[]): number =>
  lines.reduce((sum, line) => sum + (line.amountFen ?? 0), 0)

/** The stored lines of a version with the person key of each: what a difference and new ordinals need. */
const storedLines = (db: Kysely<Database>, versionId: number) =>
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

const difference = async (deps: ImportDeps, planned: Planned): Promise<RosterDifference> => {
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

/** Removes what a killed import left. Only called while holding the import lock. */
const sweepStaged = async (db: Kysely<Database>) => {
  const staged = await db
    .selectFrom('roster_version')
    .select('id')
    .where('state', '=', 'staged')
    .execute()
  for (const { id } of staged) {
    await db.deleteFrom('line').where('version_id', '=', id).execute()
    await db.deleteFrom('roster_version').where('id', '=', id).execute()
  }
}

const uniformRate = (lines: readonly ImportLine[]): number | null => {
  const rates = new Set(lines.map((line) => line.rate))
  const [only] = rates
  return rates.size === 1 && only !== undefined ? only : null
}

const persons = (lines: readonly { readonly payee_id: number }[]): number =>
  new Set(lines.map((line) => line.payee_id)).size

const insertRosterIfNew = async (deps: ImportDeps, planned: Planned): Promise<number> => {
  if (planned.rosterId !== null) return planned.rosterId
  const row = await deps.db
    .insertInto('roster')
    .values({
      ...identityOf(planned.roster),
      published: null,
      notice_from: null,
      notice_to: null,
      withdrawn: null,
      withdrawn_reason: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

interface Staged {
  readonly planned: Planned
  readonly rosterId: number
  readonly versionId: number
  readonly version: number
  readonly persons: number
}

/** Encrypts the identities of a batch in blocks; gives for each line where its own lies. */
const storeIdentities = async (
  db: Kysely<Database>,
  box: IdentityBox,
  source: string,
  lines: readonly ImportLine[],
): Promise<{ block: number; at: number }[]> => {
  const places: { block: number; at: number }[] = []
  for (let i = 0; i < lines.length; i += BLOCK_ROWS) {
    const rows: Identity[] = lines
      .slice(i, i + BLOCK_ROWS)
      .map(({ idNumber, account }) => ({ idNumber, account }))
    const { nonce, data } = box.sealBlock(rows)
    const block = await db
      .insertInto('identity_block')
      .values({ source, nonce, data })
      .returning('id')
      .executeTakeFirstOrThrow()
    rows.forEach((_, at) => places.push({ block: block.id, at }))
  }
  return places
}

const CHUNK = 250 // rows per statement: SQLite allows 32,766 bound values

const insertInChunks = async <R>(
  rows: readonly R[],
  insert: (rows: readonly R[]) => Promise<unknown>,
) => {
  for (let i = 0; i < rows.length; i += CHUNK) await insert(rows.slice(i, i + CHUNK))
}

interface StageContext {
  readonly deps: ImportDeps
  readonly request: ImportRequest
  readonly source: string
  readonly linkers: Map<string, PayeeLinker>
}

const openVersion = async (context: StageContext, planned: Planned): Promise<Staged> => {
  const { deps, request, source } = context
  const { roster, newest } = planned
  const rosterId = await insertRosterIfNew(deps, planned)
  const version = (newest?.version ?? 0) + 1
  const row = await deps.db
    .insertInto('roster_version')
    .values({
      roster_id: rosterId,
      version,
      state: 'staged',
      content_hash: planned.contentHash,
      title: roster.title,
      unit: roster.unit,
      rate: uniformRate(roster.lines),
      quantity: roster.lines.some((l) => l.quantity !== null)
        ? roster.lines.reduce((sum, l) => sum + (l.quantity ?? 0), 0)
        : null,
      amount_fen: sumFen(roster.lines),
      persons: 0,
      source,
      reason: newest ? (request.correction?.reason ?? null) : null,
      reason_text: newest ? (request.correction?.text ?? '') : '',
      at_ms: deps.clock.now(),
      who: request.who,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return { planned, rosterId, versionId: row.id, version, persons: 0 }
}

const stage = async (context: StageContext, planned: Planned): Promise<Staged> => {
  const { deps } = context
  const { roster, newest } = planned
  const staged = await openVersion(context, planned)
  const linker = context.linkers.get(roster.site)!
  const programme = deps.programmes.find((p) => p.id === roster.programme)!
  const numbered = programme.disclosure.result[0]?.class === 'named'
  const payeeIds = roster.lines.map((line) => linker.link(line, numbered))
  const ordinals = ordinalsOf(
    payeeIds,
    roster.lines,
    newest ? await storedLines(deps.db, newest.id) : [],
  )
  for (let from = 0; from < roster.lines.length; from += ROWS_PER_TRANSACTION) {
    const to = Math.min(from + ROWS_PER_TRANSACTION, roster.lines.length)
    await deps.db.transaction().execute(async (tx) => {
      await insertInChunks(linker.takeNew(), (rows) =>
        tx
          .insertInto('payee')
          .values([...rows])
          .execute(),
      )
      const slice = roster.lines.slice(from, to)
      const identities = await storeIdentities(tx, deps.box, context.source, slice)
      const lines = slice.map((line, i): LineTable => ({
        version_id: staged.versionId,
        seq: from + i,
        payee_id: payeeIds[from + i]!,
        ordinal: ordinals[from + i]!,
        quantity: line.quantity,
        rate: line.rate,
        amount_fen: line.amountFen,
        state: line.state,
        sheet: line.sheet,
        row: line.row,
        block_id: identities[i]!.block,
        block_at: identities[i]!.at,
      }))
      await insertInChunks(lines, (rows) =>
        tx
          .insertInto('line')
          .values([...rows])
          .execute(),
      )
    })
    deps.progress?.(to - from)
  }
  return { ...staged, persons: persons(payeeIds.map((payee_id) => ({ payee_id }))) }
}

const ordinalsOf = (
  payeeIds: readonly number[],
  lines: readonly ImportLine[],
  before: Awaited<ReturnType<typeof storedLines>>,
): number[] => {
  const positions = new Map<number, number[]>()
  payeeIds.forEach((id, i) => {
    const own = positions.get(id)
    if (own) own.push(i)
    else positions.set(id, [i])
  })
  const old = new Map<number, typeof before>()
  for (const line of before) {
    const own = old.get(line.payeeId)
    if (own) own.push(line)
    else old.set(line.payeeId, [line])
  }
  const ordinals = new Array<number>(lines.length).fill(1)
  for (const [id, own] of positions) {
    const given = assignOrdinals(
      own.map((i) => lines[i]!),
      old.get(id) ?? [],
    )
    own.forEach((i, k) => {
      ordinals[i] = given[k]!
    })
  }
  return ordinals
}

/** The one short transaction after which everybody sees the whole file. */
const makeVisible = async (context: StageContext, staged: readonly Staged[]) => {
  const { deps, request, source } = context
  const atMs = deps.clock.now()
  await deps.db.transaction().execute(async (tx) => {
    for (const one of staged) {
      await tx
        .updateTable('roster_version')
        .set({ state: 'ready', persons: one.persons })
        .where('id', '=', one.versionId)
        .execute()
      await tx
        .insertInto('state_log')
        .values({
          at_ms: atMs,
          who: request.who,
          roster_id: one.rosterId,
          version: one.version,
          what: 'imported',
        })
        .execute()
    }
    for (const [site, linker] of context.linkers) {
      const own = request.rosters.filter((roster) => roster.site === site)
      const names = own.flatMap((roster) => roster.lines.map((line) => line.group))
      await proposeGroups(tx, site, names)
      for (const change of linker.changes()) {
        await tx
          .updateTable('payee')
          .set({ name: change.name, group_name: change.group, number: change.number })
          .where('id', '=', change.id)
          .execute()
        if (!change.renamed) continue
        await tx
          .insertInto('payee_event')
          .values({
            at_ms: atMs,
            who: request.who,
            kind: 'rename',
            payee_id: change.id,
            other_id: null,
          })
          .execute()
      }
    }
    await tx
      .insertInto('source_file')
      .values({
        hash: source,
        name: request.fileName,
        bytes: request.bytes.length,
        at_ms: atMs,
        who: request.who,
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  })
}

const createLinkers = async (
  deps: ImportDeps,
  request: ImportRequest,
  planned: readonly Planned[],
) => {
  const most = await deps.db
    .selectFrom('payee')
    .select((eb) => eb.fn.max('id').as('id'))
    .executeTakeFirst()
  let id = most?.id ?? 0
  const linkers = new Map<string, PayeeLinker>()
  for (const site of new Set(planned.map((p) => p.roster.site))) {
    const lines = planned.filter((p) => p.roster.site === site).flatMap((p) => p.roster.lines)
    linkers.set(
      site,
      createPayeeLinker(await loadPayees(deps.db, site), {
        site,
        personKey: deps.box.personKey,
        lines,
        linkByName: request.linkByName,
        nextId: () => ++id,
      }),
    )
  }
  return linkers
}

/** Needs the lock `import`. Nothing is visible unless the result is ok. */
export const importRosters = async (
  deps: ImportDeps,
  request: ImportRequest,
): Promise<Result<readonly ImportedRoster[], ImportError>> => {
  if (request.rosters.every((roster) => roster.lines.length === 0)) return err({ kind: 'nothing' })
  const planned: Planned[] = []
  for (const roster of request.rosters) {
    const one = await plan(deps, roster)
    if (!one.ok) return one
    planned.push(one.value)
  }
  const isSame = (p: Planned) => p.newest?.contentHash === p.contentHash
  const differing = planned.filter((p) => p.newest !== null && !isSame(p))
  if (differing.length > 0 && request.correction === null) {
    return err({
      kind: 'differs',
      differences: await Promise.all(differing.map((p) => difference(deps, p))),
    })
  }
  await sweepStaged(deps.db)
  const source = hashSource(request.bytes)
  keepSource(deps.dataDir, source, request.bytes, deps.box)
  const toStore = planned.filter((p) => !isSame(p))
  const context = { deps, request, source, linkers: await createLinkers(deps, request, toStore) }
  const staged: Staged[] = []
  for (const one of toStore) staged.push(await stage(context, one))
  await makeVisible(context, staged)
  return ok(planned.map((p) => outcomeOf(p, staged)))
}

const outcomeOf = (planned: Planned, staged: readonly Staged[]): ImportedRoster => {
  const stored = staged.find((s) => s.planned === planned)
  return {
    roster: identityOf(planned.roster),
    outcome: stored ? (planned.newest ? 'corrected' : 'new') : 'already-here',
    version: stored?.version ?? planned.newest?.version ?? 1,
    persons: stored?.persons ?? new Set(planned.roster.lines.map((l) => l.idNumber ?? l.name)).size,
    amountFen: sumFen(planned.roster.lines),
  }
}
