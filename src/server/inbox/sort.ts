// Looks into what arrived, after its receipt was given: which tray, which place, whose letter (EVT-11, EVT-12).
// A crash in between loses nothing: what is still `arrived` is sorted at the next call.
import type { Selectable, Transaction } from 'kysely'
import type { FieldEvent } from '../../domain/event/schema.ts'
import { decodeEventText, type ReadEvent } from '../../protocol/event-text.ts'
import { decodeParcel } from '../../protocol/parcel.ts'
import { READABLE_KINDS } from '../../domain/event/schema.ts'
import type { Database } from '../store/database.ts'
import type { EventState, InboxEventTable } from '../store/inbox-tables.ts'
import { nameMedia } from '../media/rows.ts'
import { beginWriting } from './memory.ts'
import type { InboxDeps } from './ports.ts'

type EventRow = Selectable<InboxEventTable>

const BATCH = 50
const HOUR_MS = 3600_000

/** Above this many in an hour for one place, devices that nobody has answered yet go to the slow tray. */
export const DESK_RATE_PER_HOUR = 30

export type Inside =
  | { readonly state: 'open'; readonly event: ReadEvent }
  | { readonly state: 'unknown-kind'; readonly event: FieldEvent }
  | { readonly state: 'letter' }
  | { readonly state: 'unreadable' }

const belongs = (row: EventRow, event: { readonly id: string; readonly device: string }): boolean =>
  event.id === row.id && event.device === row.device

/** Opens a stored parcel as far as the office may. Never throws on what a phone sent. */
export const lookInside = async (deps: InboxDeps, row: EventRow): Promise<Inside> => {
  const parcel = decodeParcel(new Uint8Array(row.parcel ?? []))
  if (!parcel.ok) return { state: 'unreadable' }
  const opened = await deps.keys.openSealed(parcel.value.sealed)
  if (opened.kind === 'not-ours') return { state: 'letter' }
  if (opened.kind === 'damaged') return { state: 'unreadable' }
  const read = decodeEventText(opened.text)
  const event = read.ok ? read.value : read.error.kind === 'unknown-kind' ? read.error.event : null
  if (!event || !belongs(row, event)) return { state: 'unreadable' }
  return read.ok ? { state: 'open', event: read.value } : { state: 'unknown-kind', event }
}

type Db = Transaction<Database>

/** Words have no place: they are counted together. */
const isCrowded = async (db: Db, row: EventRow, site: string | null): Promise<boolean> => {
  const { count } = await db
    .selectFrom('inbox_event')
    .select((eb) => eb.fn.countAll<number | string>().as('count'))
    .where((eb) => (site === null ? eb('kind', '=', 'translation') : eb('site', '=', site)))
    .where('id', '!=', row.id)
    .where('received_ms', '>', row.received_ms - HOUR_MS)
    .executeTakeFirstOrThrow()
  return Number(count) >= DESK_RATE_PER_HOUR
}

const isKnownDevice = async (db: Db, device: string): Promise<boolean> => {
  const answered = await db
    .selectFrom('inbox_event')
    .select('id')
    .where('device', '=', device)
    .where('answered_ms', 'is not', null)
    .limit(1)
    .executeTakeFirst()
  return answered !== undefined
}

const chooseTray = async (db: Db, row: EventRow, site: string | null): Promise<'desk' | 'slow'> =>
  (await isCrowded(db, row, site)) && !(await isKnownDevice(db, row.device)) ? 'slow' : 'desk'

interface Sorted {
  readonly state: EventState
  readonly kind?: string
  readonly site?: string | null
  readonly programme?: string | null
  readonly replica?: string
  readonly seq?: number
  readonly tray?: 'desk' | 'slow'
}

const describe = async (db: Db, row: EventRow, inside: Inside): Promise<Sorted> => {
  if (inside.state === 'letter' || inside.state === 'unreadable') return { state: inside.state }
  const { kind, replica, seq } = inside.event
  if (inside.state === 'unknown-kind') return { state: 'unknown-kind', kind, replica, seq }
  const { event } = inside
  const site = event.kind === 'translation' ? null : event.body.site
  const programme = event.kind === 'question' ? event.body.programme : null
  const tray = await chooseTray(db, row, site)
  return { state: 'open', kind, site, programme, replica, seq, tray }
}

/** Opens first, then writes all in one short transaction: one disk flush for the batch, and no receipt waits for a seal. */
const sortBatch = async (deps: InboxDeps): Promise<number> => {
  const rows = await deps.db
    .selectFrom('inbox_event')
    .selectAll()
    .where('state', '=', 'arrived')
    .orderBy('received_ms')
    .limit(BATCH)
    .execute()
  if (rows.length === 0) return 0
  const looked: { readonly row: EventRow; readonly inside: Inside }[] = []
  for (const row of rows) looked.push({ row, inside: await lookInside(deps, row) })
  await deps.db.transaction().execute(async (tx) => {
    await beginWriting(tx, 'safe')
    for (const { row, inside } of looked) {
      await tx
        .updateTable('inbox_event')
        .set(await describe(tx, row, inside))
        .where('id', '=', row.id)
        .where('state', '=', 'arrived')
        .execute()
      if (inside.state === 'open') await nameMedia(tx, row, inside.event.attachments)
    }
  })
  return rows.length
}

/** Sorts until nothing is left; returns how many were looked at. */
export const sortArrivals = async (deps: InboxDeps): Promise<number> => {
  let total = 0
  for (;;) {
    const count = await sortBatch(deps)
    total += count
    if (count < BATCH) return total
  }
}

/** After an upgrade: kinds that this version has learnt are looked at again. */
export const reviveLearntKinds = async (deps: InboxDeps): Promise<void> => {
  await deps.db
    .updateTable('inbox_event')
    .set({ state: 'arrived' })
    .where('state', '=', 'unknown-kind')
    .where('kind', 'in', [...READABLE_KINDS])
    .execute()
}
