// The day's work on attachments: what belongs to an erased event goes, what nobody went on with for 30 days goes (MEDIA-9), and
// what a crash left between two steps is finished.
import { DAY_MS } from '../../base/clock.ts'
import { type MediumName, mediumId } from '../../protocol/media.ts'
import { stand } from './arrive.ts'
import type { MediaDeps } from './ports.ts'
import { type MediumRow, changeMedium, findMedium, forgetBegun, nameOf } from './rows.ts'
import type { Turns } from './turns.ts'

export const STALE_AFTER_MS = 30 * DAY_MS

const inTurn = async <T>(turns: Turns, name: MediumName, work: () => Promise<T>): Promise<T> => {
  const release = await turns.take(mediumId(name))
  try {
    return await work()
  } finally {
    release()
  }
}

const isUsedElsewhere = async (deps: MediaDeps, row: MediumRow): Promise<boolean> => {
  const other = await deps.db
    .selectFrom('inbox_medium')
    .select('event_id')
    .where('sha256', '=', row.sha256)
    .where('event_id', '!=', row.event_id)
    .where('state', 'in', ['arrived', 'refused'])
    .limit(1)
    .executeTakeFirst()
  return other !== undefined
}

const erase = async (deps: MediaDeps, row: MediumRow): Promise<void> => {
  const name = nameOf(row)
  await deps.files.removeBegun(name)
  if (!(await isUsedElsewhere(deps, row))) await deps.files.removePlaced(row.sha256)
  await changeMedium(deps.db, name).set({ state: 'erased' }).execute()
}

/** Row and receipt stay; the bytes go with their event. */
const eraseWithEvents = async (deps: MediaDeps, turns: Turns): Promise<void> => {
  const rows = await deps.db
    .selectFrom('inbox_medium')
    .innerJoin('inbox_event', 'inbox_event.id', 'inbox_medium.event_id')
    .selectAll('inbox_medium')
    .where('inbox_event.erased_ms', 'is not', null)
    .where('inbox_medium.state', '!=', 'erased')
    .execute()
  for (const row of rows) await inTurn(turns, nameOf(row), () => erase(deps, row))
}

const begunRows = (deps: MediaDeps) =>
  deps.db.selectFrom('inbox_medium').selectAll().where('state', '=', 'begun').execute()

const removeStale = async (deps: MediaDeps, turns: Turns): Promise<void> => {
  const oldest = deps.clock.now() - STALE_AFTER_MS
  const touched = new Map(
    (await deps.files.listBegun()).map((file) => [mediumId(file.name), file.touchedMs]),
  )
  for (const row of await begunRows(deps)) {
    const name = nameOf(row)
    const lastMs = Math.max(row.begun_ms ?? 0, touched.get(mediumId(name)) ?? 0)
    if (lastMs >= oldest) continue
    await inTurn(turns, name, async () => {
      await deps.files.removeBegun(name)
      await forgetBegun(deps.db, name)
    })
  }
  // Files that no row knows any more: left by a database that was put back.
  for (const { name, touchedMs } of await deps.files.listBegun())
    if (touchedMs < oldest && (await findMedium(deps.db, name))?.state !== 'begun')
      await deps.files.removeBegun(name)
}

/** For the start: what had all its bytes gets its place, its row and its receipt. */
export const finishBegun = async (deps: MediaDeps, turns: Turns): Promise<void> => {
  for (const row of await begunRows(deps)) {
    const name = nameOf(row)
    await inTurn(turns, name, () => stand(deps, name))
  }
}

/** What has a receipt but no file any more loses its receipt: the feed names it again. */
export const forgetLost = async (deps: MediaDeps, turns: Turns): Promise<void> => {
  const rows = await deps.db
    .selectFrom('inbox_medium')
    .selectAll()
    .where('state', 'in', ['arrived', 'refused'])
    .execute()
  for (const row of rows)
    if ((await deps.files.placedSize(row.sha256)) !== row.bytes)
      await inTurn(turns, nameOf(row), () => stand(deps, nameOf(row)))
}

export const tidyMedia = async (deps: MediaDeps, turns: Turns): Promise<void> => {
  await finishBegun(deps, turns)
  await eraseWithEvents(deps, turns)
  await removeStale(deps, turns)
}
