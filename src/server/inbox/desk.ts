// Where an office reads and answers. Questions are opened when looked at and never stored open; what an office says goes
// into the feed of the device that asked, and nowhere else (FEED-7).
import type { Selectable } from 'kysely'
import { createUuidV7 } from '../../base/ids.ts'
import { type Result, err, ok } from '../../base/result.ts'
import type { WordRef } from '../../domain/event/item.ts'
import { AnswerEntry } from '../../protocol/feed.ts'
import { MAX_ANSWER_BYTES } from '../../protocol/limits.ts'
import type { EventKind } from '../../domain/event/schema.ts'
import type { InboxEventTable } from '../store/inbox-tables.ts'
import type { InboxDeps } from './ports.ts'
import { type Inside, lookInside } from './sort.ts'

export interface DeskFilter {
  /** `letters`: seals of the commission, unopened. `odd`: what can't be read, or not yet. */
  readonly tray: 'desk' | 'slow' | 'letters' | 'odd'
  readonly unansweredOnly: boolean
  readonly limit: number
}

/** An attachment that its event names. */
export interface DeskMedium {
  readonly sha256: string
  readonly bytes: number
  readonly type: string
  /** `refused`: came, but is not what it says (MEDIA-7). */
  readonly state: 'missing' | 'here' | 'refused'
}

export interface DeskItem {
  readonly id: string
  readonly number: number
  readonly receivedMs: number
  readonly state: InboxEventTable['state']
  readonly kind: string | null
  readonly site: string | null
  readonly programme: string | null
  /** '' where the office can't or need not read. */
  readonly text: string
  /** Which word of the app the text is proposed for; null for anything else. */
  readonly word: WordRef | null
  readonly answers: readonly AnswerEntry[]
  readonly erased: boolean
  /** Hashes of other bytes that came under this id (EVT-8). */
  readonly forks: readonly string[]
  readonly media: readonly DeskMedium[]
}

type EventRow = Selectable<InboxEventTable>

type Said = Pick<DeskItem, 'text' | 'word'>

const NOTHING: Said = { text: '', word: null }

const saidIn = (inside: Inside): Said => {
  if (inside.state !== 'open' || inside.event.kind === 'board-posted') return NOTHING
  const { kind, body } = inside.event
  const word = kind === 'translation' ? { key: body.key, language: body.language } : null
  return { text: body.text, word }
}

const parseAnswers = (entries: readonly { readonly entry: string }[]): AnswerEntry[] =>
  entries.flatMap(({ entry }) => {
    const answer = AnswerEntry.safeParse(JSON.parse(entry))
    return answer.success ? [answer.data] : []
  })

const MEDIUM_STATES = {
  named: 'missing',
  begun: 'missing',
  arrived: 'here',
  refused: 'refused',
} as const

const findMedia = async (deps: InboxDeps, event: string): Promise<DeskMedium[]> => {
  const rows = await deps.db
    .selectFrom('inbox_medium')
    .select(['sha256', 'bytes', 'type', 'state'])
    .where('event_id', '=', event)
    .orderBy('number')
    .orderBy('sha256')
    .execute()
  return rows.flatMap(({ sha256, bytes, type, state }) =>
    type === null || state === 'erased'
      ? []
      : [{ sha256, bytes, type, state: MEDIUM_STATES[state] }],
  )
}

const toItem = async (deps: InboxDeps, row: EventRow): Promise<DeskItem> => {
  const readable = row.state === 'open' && row.parcel !== null
  const [entries, forks, media] = await Promise.all([
    deps.db
      .selectFrom('inbox_feed')
      .select('entry')
      .where('event_id', '=', row.id)
      .orderBy('n')
      .execute(),
    deps.db
      .selectFrom('inbox_fork')
      .select('hash')
      .where('id', '=', row.id)
      .orderBy('seen_ms')
      .execute(),
    findMedia(deps, row.id),
  ])
  return {
    id: row.id,
    number: row.number,
    receivedMs: row.received_ms,
    state: row.state,
    kind: row.kind,
    site: row.site,
    programme: row.programme,
    ...(readable ? saidIn(await lookInside(deps, row)) : NOTHING),
    answers: parseAnswers(entries),
    erased: row.erased_ms !== null,
    forks: forks.map((fork) => fork.hash),
    media,
  }
}

const STATES = {
  desk: ['open'],
  slow: ['open'],
  letters: ['letter'],
  odd: ['unreadable', 'unknown-kind'],
} as const satisfies Record<DeskFilter['tray'], readonly EventRow['state'][]>

/** Nobody answers it: boards have a list of their own (boards.ts). */
const UNANSWERED: EventKind = 'board-posted'

/** Oldest first: whoever waits longest is answered first. */
export const listDesk = async (deps: InboxDeps, filter: DeskFilter): Promise<DeskItem[]> => {
  let query = deps.db
    .selectFrom('inbox_event')
    .selectAll()
    .where('state', 'in', [...STATES[filter.tray]])
    .where((eb) => eb.or([eb('kind', 'is', null), eb('kind', '!=', UNANSWERED)]))
    .orderBy('received_ms')
    .orderBy('number')
    .limit(filter.limit)
  if (filter.tray === 'desk' || filter.tray === 'slow')
    query = query.where('tray', '=', filter.tray)
  if (filter.unansweredOnly) query = query.where('answered_ms', 'is', null)
  return Promise.all((await query.execute()).map((row) => toItem(deps, row)))
}

export type DeskError =
  | { readonly kind: 'not-found' }
  | { readonly kind: 'ambiguous' }
  | { readonly kind: 'not-answerable' } // a letter, or what can't be read: nobody here knows what was asked
  | { readonly kind: 'text-empty' }
  | { readonly kind: 'text-too-long' }

const MIN_SHORT_ID = 6

/** Takes a whole id, or an ending of at least six characters that only one event has. */
const findRow = async (deps: InboxDeps, id: string): Promise<Result<EventRow, DeskError>> => {
  const wanted = id.toLowerCase()
  if (!/^[0-9a-f-]+$/.test(wanted) || wanted.length < MIN_SHORT_ID)
    return err({ kind: 'not-found' })
  const rows = await deps.db
    .selectFrom('inbox_event')
    .selectAll()
    .where('id', 'like', `%${wanted}`)
    .limit(2)
    .execute()
  const [row, second] = rows
  if (!row) return err({ kind: 'not-found' })
  return second ? err({ kind: 'ambiguous' }) : ok(row)
}

export const showOnDesk = async (
  deps: InboxDeps,
  id: string,
): Promise<Result<DeskItem, DeskError>> => {
  const row = await findRow(deps, id)
  return row.ok ? ok(await toItem(deps, row.value)) : row
}

export interface AnswerInput {
  readonly id: string
  readonly text: string
  /** The office's name as the asker shall read it; null for none. */
  readonly from: string | null
}

const storeAnswer = (deps: InboxDeps, row: EventRow, answer: Omit<AnswerEntry, 'n' | 'kind'>) =>
  deps.db.transaction().execute(async (tx): Promise<AnswerEntry> => {
    // Raising the count first locks the device's feed, so that its numbers follow the order of commits (FEED-4).
    const { feed_count: n } = await tx
      .updateTable('inbox_device')
      .set((eb) => ({ feed_count: eb('feed_count', '+', 1) }))
      .where('device', '=', row.device)
      .returning('feed_count')
      .executeTakeFirstOrThrow()
    const entry: AnswerEntry = { n, kind: 'answer', ...answer }
    await tx
      .insertInto('inbox_feed')
      .values({
        device: row.device,
        n,
        id: entry.id,
        kind: entry.kind,
        event_id: row.id,
        entry: JSON.stringify(entry),
        at_ms: entry.answeredMs,
      })
      .execute()
    await tx
      .updateTable('inbox_event')
      .set({ answered_ms: entry.answeredMs })
      .where('id', '=', row.id)
      .execute()
    return entry
  })

/** Each call is one more answer: a later one does not replace the first, the asker sees both. */
export const answerOnDesk = async (
  deps: InboxDeps,
  input: AnswerInput,
): Promise<Result<AnswerEntry, DeskError>> => {
  if (input.text.trim() === '') return err({ kind: 'text-empty' })
  if (Buffer.byteLength(input.text) > MAX_ANSWER_BYTES) return err({ kind: 'text-too-long' })
  const row = await findRow(deps, input.id)
  if (!row.ok) return row
  if (row.value.state !== 'open' || row.value.kind === UNANSWERED)
    return err({ kind: 'not-answerable' })
  return ok(
    await storeAnswer(deps, row.value, {
      id: createUuidV7(deps.clock, deps.random),
      event: row.value.id,
      text: input.text,
      answeredMs: deps.clock.now(),
      from: input.from,
    }),
  )
}
