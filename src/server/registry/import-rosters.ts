// Stores the rosters of one file, all or none: planned, staged out of sight, made visible by one short transaction (DESIGN §6).
// A killed import leaves staged rows that the next one sweeps away.
import type { Kysely } from 'kysely'
import { err, ok, type Result } from '../../base/result.ts'
import type { Database } from '../store/database.ts'
import {
  difference,
  identityOf,
  type ImportDeps,
  plan,
  type Planned,
  sumFen,
} from './import-plan.ts'
import { createRowInserters, stage, type StageContext, type Staged } from './import-stage.ts'
import type { ImportedRoster, ImportError, ImportRequest } from './import-types.ts'
import { createPayeeLinker, loadPayees, type PayeeLinker } from './payee-linker.ts'
import { proposeGroups } from './place-groups.ts'
import { hashSource, keepSource } from './source-files.ts'

export type { ImportDeps } from './import-plan.ts'

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
  const linkers = await createLinkers(deps, request, toStore)
  const context = { deps, request, source, linkers, insert: createRowInserters() }
  const staged: Staged[] = []
  for (const one of toStore) staged.push(await stage(context, one))
  await makeVisible(context, staged)
  return ok(planned.map((p) => outcomeOf(p, staged)))
}
