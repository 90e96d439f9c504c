// One life of the outbox, told again and again: each time another of its writes finds no room, once or until the step is over.
// Whatever was called saved arrives once, whatever was not leaves nothing, reading never stops, and the life goes on to its end.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { errorBody } from '../../src/server/http/errors.ts'
import { openRows } from '../../src/store/outbox/open-outbox.ts'
import type { Outbox } from '../../src/store/outbox/outbox.ts'
import {
  type FieldServer,
  SITE,
  type TestDevice,
  createFieldServer,
  createTestDevice,
  makeReply,
  offline,
  settleMicrotasks,
  until,
} from '../support/field-world.ts'
import { type FullWay, emptyDisk, fillDisk } from '../support/full-disk.ts'
import { isLong } from '../support/runs.ts'

/** How long the disk stays full. */
type Spell = 'for one put' | 'until the step ends'

let server: FieldServer
beforeAll(async () => {
  server = await createFieldServer()
})
afterEach(emptyDisk)
afterAll(async () => {
  expect(server.faults).toEqual([])
  await server.dispose()
})

const RESERVE_PATIENCE_MS = 20

/** What a person was told. */
interface Word {
  readonly text: string
  readonly saved: boolean
}

interface Life {
  readonly name: string
  readonly device: TestDevice
  readonly outbox: Outbox
  readonly words: Word[]
  readonly step: <T>(what: string, work: () => Promise<T>) => Promise<T>
}

const textsAtOffice = async (name: string): Promise<string[]> => {
  const trays = await Promise.all(
    (['desk', 'slow', 'odd'] as const).map((tray) =>
      server.inbox.desk.list({ tray, unansweredOnly: false, limit: 100_000 }),
    ),
  )
  return trays
    .flat()
    .map(({ text }) => text)
    .filter((text) => text.startsWith(`${name} `))
}

/** Writes it down as the person would remember it. */
const ask = async ({ outbox, words, name }: Life, what: string, draft?: string) => {
  const text = `${name} ${what}`
  const asked = await outbox.ask({ site: SITE, text, ...(draft === undefined ? {} : { draft }) })
  words.push({ text, saved: asked.ok })
  if (!asked.ok) expect(asked.error.kind).toBe('storage-full')
  return asked.ok ? asked.value.id : null
}

/** Until nothing changes by pressing the button once more. */
const sendAll = async ({ outbox }: Life): Promise<void> => {
  for (let i = 0; i < 4; i++) await outbox.sendNow()
}

/** The office refuses all but this one. */
const refuseAllBut = (device: TestDevice, id: string | null) => {
  device.wire.bend = (request, pass) =>
    request.method === 'PUT' && request.path !== `/api/events/${id}`
      ? Promise.resolve(makeReply(409, JSON.stringify(errorBody('event-differs'))))
      : pass()
}

/** Every method of the rows that writes, in an order that a phone could live. */
const liveOnce = async (life: Life, carried: Blob): Promise<void> => {
  const { device, outbox, step, words, name } = life
  device.wire.bend = () => Promise.resolve(offline)
  const draft = await step('a draft', () => outbox.saveDraft({ site: SITE, text: `${name} 草稿` }))
  const id = await step('saved offline', () =>
    ask(life, '第一问', draft.ok ? draft.value.id : undefined),
  )
  await step('tried offline', () => outbox.sendNow())
  device.wire.bend = null
  await step('sent', () => outbox.sendNow())
  refuseAllBut(device, id)
  await step('refused', async () => {
    await ask(life, '被拒收的')
    await outbox.sendNow()
  })
  device.wire.bend = null
  if (id) await server.inbox.desk.answer({ id, text: `答 ${name}`, from: null })
  await step('answered', () => outbox.sendNow())
  if ((await outbox.items()).some((item) => item.id === id && item.receipt !== null))
    await server.test.instance.store.db.deleteFrom('inbox_event').where('id', '=', id!).execute()
  await step('lacking at the office, offered again', () => sendAll(life))
  await step('taken in', async () => {
    const taken = await outbox.importUnsent(carried)
    words.push({ text: `${name} 替人捎的`, saved: taken.ok })
    if (!taken.ok) expect(taken.error.kind).toBe('storage-full')
    await outbox.sendNow()
  })
  await step('removed', async () => {
    const draftNow = await outbox.saveDraft({ site: SITE, text: `${name} 不要了` })
    if (draftNow.ok) await outbox.remove(draftNow.value.id)
  })
}

const carriedBy = async (name: string): Promise<Blob> => {
  const writer = createTestDevice(server)
  writer.wire.bend = () => Promise.resolve(offline)
  const outbox = await writer.open()
  await outbox.ask({ site: SITE, text: `${name} 替人捎的` })
  const file = (await outbox.exportUnsent(false))!
  outbox.close()
  return file
}

/** Past the app: no row without those it belongs to. */
const checkRows = async (device: TestDevice): Promise<void> => {
  const rows = await openRows(device.deps)
  const ids = (await rows.db.items.toArray()).map((item) => item.id)
  for (const table of [rows.db.parcels, rows.db.copies])
    for (const { id } of await table.toArray()) expect(ids).toContain(id)
  const parcels = new Set((await rows.db.parcels.toArray()).map(({ id }) => id))
  expect(ids.filter((id) => !parcels.has(id))).toEqual([])
  rows.close()
}

const checkEnd = async (life: Life): Promise<void> => {
  const { outbox, words, name, device } = life
  device.wire.bend = null
  await sendAll(life)
  const items = await outbox.items()
  const quarantined = items.filter(({ state }) => state === 'quarantined')
  // What was refused when its refusal found no room was sent once more, to a server that took it by then.
  expect(quarantined.every(({ copy }) => copy?.text.endsWith('被拒收的'))).toBe(true)
  const arrived = words
    .filter(({ saved, text }) => saved && !quarantined.some(({ copy }) => copy?.text === text))
    .map(({ text }) => text)
  await until('arrived', async () => (await textsAtOffice(name)).length >= arrived.length)
  expect((await textsAtOffice(name)).sort()).toEqual(arrived.sort())
  const states = items.map(({ state }) => state)
  expect(states.filter((state) => state === 'waiting' || state === 'sending')).toEqual([])
  for (const { text, saved } of words.slice(0, 2))
    expect(items.filter(({ copy, state }) => copy?.text === text && state !== 'draft').length).toBe(
      saved ? 1 : 0,
    )
  const first = items.find(({ copy }) => copy?.text === `${name} 第一问`)
  if (first) expect(first).toMatchObject({ state: 'answered', answers: [{ text: `答 ${name}` }] })
  await checkRows(device)
}

/** A put by its table and its number there: lives differ in what comes first of two tables, not within one. */
interface Place {
  readonly table: string
  readonly nth: number
}

/** Tells the life with one put refused; false when the life has no such put. */
const tellLife = async (way: FullWay, spell: Spell, { table, nth }: Place): Promise<boolean> => {
  const name = `${way}/${spell}/${table} ${nth}`
  const carried = await carriedBy(name)
  const device = createTestDevice(server)
  let begunIn = -1
  let steps = 0
  fillDisk(way, (put) => {
    const isIt = put.table === table && put.nth === nth
    if (isIt) begunIn = steps
    return isIt || (spell === 'until the step ends' && steps === begunIn)
  })
  const outbox = await device.open()
  // The reserve is laid in its own time.
  await new Promise((resolve) => setTimeout(resolve, RESERVE_PATIENCE_MS))
  const step: Life['step'] = async (_what, work) => {
    steps += 1
    const result = await work()
    await outbox.items()
    await settleMicrotasks()
    return result
  }
  const life = { name, device, outbox, words: [], step }
  try {
    await liveOnce(life, carried)
    steps += 1
    await checkEnd(life)
  } catch (error) {
    throw new Error(name, { cause: error })
  } finally {
    outbox.close()
    await settleMicrotasks()
    emptyDisk()
  }
  return begunIn >= 0
}

/** All tables that are put to in a life; the test is worth nothing if it does not meet each. */
const TABLES =
  'attempts copies device drafts entries feed items office parcels receipts refusals reserve'.split(
    ' ',
  )

const CASES: readonly [FullWay, Spell][] = [
  ['request', 'for one put'],
  ['commit', 'for one put'],
  ['request', 'until the step ends'],
  ['commit', 'until the step ends'],
]

// The first put of each table; every put in the long run.
describe.each(CASES)('no room, told by the %s, %s', (way, spell) => {
  test(
    '[OUT-1] [OUT-4] [OUT-9] [OUT-20] at every put of a life in turn: nothing is lost, doubled or wrongly called saved',
    async () => {
      for (const table of TABLES) {
        let nth = 1
        while (await tellLife(way, spell, { table, nth })) {
          nth += 1
          if (!isLong) break
        }
        expect(nth, `no put to ${table}`).toBeGreaterThan(1)
      }
    },
    isLong ? 600_000 : 120_000,
  )
})
