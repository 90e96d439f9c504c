// The browser is killed with SIGKILL, every process of it at once, while its page writes questions: at random instants around the
// moment when the database commits. The oracle is what the screen showed, heard outside of the browser before the plug was pulled.
// ILTOD_SEED=n repeats the choice of instants.
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, type Page, test } from '@playwright/test'
import { bytesToHex } from '../../src/base/bytes.ts'
import { createSeededRandom } from '../../src/base/random.ts'
import { decodeParcel, isParcelSigned } from '../../src/protocol/parcel.ts'
import { sha256, verifyP256 } from '../../src/server/crypto/node-ports.ts'
import { DATABASE_FILE } from '../../src/server/store/database.ts'
import { type FieldPhone, openFieldPhone } from '../support/field-phone.ts'
import {
  type HeardTold,
  type KeptItem,
  type KeptOutbox,
  type Told,
  listenTo,
  readOutbox,
  startWriting,
} from '../support/pen-in-page.ts'
import { isLong } from '../support/runs.ts'

const KILLS = isLong ? 50 : 20
const EACH_WAY = isLong ? 10 : 4

let field: FieldPhone

test.beforeAll(async () => {
  test.setTimeout(180_000)
  field = await openFieldPhone()
})
test.afterAll(() => field.dispose())

type Kind = Told['kind']
type Of<K extends Kind> = Extract<Told, { kind: K }>

const only = <K extends Kind>(heard: readonly HeardTold[], kind: K): Of<K>[] =>
  heard.flatMap(({ told }) => (told.kind === kind ? [told as Of<K>] : []))

/** The plug is pulled some time after one of these was heard. */
const ANCHORS = ['pressed', 'begun'] as const
type Anchor = (typeof ANCHORS)[number]

/** Asked before each kill, so that about half of them find the item committed. */
const chooseDelay = (unit: number, commitMs: number, absent: number, present: number): number => {
  if (absent > present + 1) return commitMs * (0.8 + 0.8 * unit)
  if (present > absent + 1) return commitMs * 0.8 * unit
  return commitMs * 1.5 * unit
}

/** From each anchor to the commit, as heard out here. */
const learn = (heard: readonly HeardTold[], times: Readonly<Record<Anchor, number[]>>): void => {
  const since = { pressed: 0, begun: 0 }
  for (const { told, atMs } of heard) {
    if (told.kind === 'pressed' || told.kind === 'begun') since[told.kind] = atMs
    if (told.kind === 'committed')
      for (const anchor of ANCHORS) times[anchor].push(atMs - since[anchor])
  }
}

/** What a life said, and the moment when it has said something so many times. */
const createEar = () => {
  const heard: HeardTold[] = []
  let awaited: { kind: Kind; count: number; come: () => void } | null = null
  return {
    heard,
    hear: (one: HeardTold) => {
      heard.push(one)
      if (awaited && only(heard, awaited.kind).length >= awaited.count) awaited.come()
    },
    times: (kind: Kind, count: number) =>
      new Promise<void>((come) => (awaited = { kind, count, come })),
  }
}

/** Whole: its bytes have the hash it was noted under, hold what was signed, and its copy is there. */
const checkWhole = async (item: KeptItem): Promise<void> => {
  expect(item.copy, `copy of ${item.id}`).not.toBeNull()
  expect(item.parcel, `parcel of ${item.id}`).not.toBeNull()
  const bytes = new Uint8Array(Buffer.from(item.parcel!, 'base64'))
  expect(bytesToHex(sha256(bytes)), `hash of ${item.id}`).toBe(item.hash)
  const parcel = decodeParcel(bytes)
  if (!parcel.ok) throw new Error(`${item.id} is no parcel`)
  expect(parcel.value.id).toBe(item.id)
  expect(await isParcelSigned(parcel.value, verifyP256)).toBe(true)
}

/** What must hold after every restart, whatever was killed. */
const checkKept = async (
  kept: KeptOutbox,
  heard: readonly HeardTold[],
  verified: Map<string, string>,
): Promise<void> => {
  expect(kept.strays).toEqual([])
  const items = new Map(kept.items.map((item) => [item.id, item]))
  for (const item of kept.items) {
    if (verified.has(item.id)) expect(item.parcel).toBe(verified.get(item.id))
    else await checkWhole(item)
    verified.set(item.id, item.parcel!)
  }
  expect([...verified.keys()].filter((id) => !items.has(id))).toEqual([])
  for (const { id, hash } of only(heard, 'begun'))
    if (items.has(id)) expect(items.get(id)!.hash).toBe(hash)
  for (const { id } of only(heard, 'committed')) expect(items.has(id), `committed ${id}`).toBe(true)
  const byCode = new Map(kept.items.map(({ copy }) => [copy!.claimCode, copy!.text]))
  for (const { code, text } of only(heard, 'shown'))
    expect(byCode.get(code), `shown as saved: ${code}`).toBe(text)
  const texts = kept.items.map(({ copy }) => copy!.text)
  expect(new Set(texts).size).toBe(texts.length)
  expect(kept.drafts.filter((text) => texts.includes(text))).toEqual([])
}

const openList = async (hear: (heard: HeardTold) => void): Promise<Page> => {
  const page = await field.phone.open()
  await listenTo(field.phone.context(), hear)
  await page.goto(`${field.way.url}/questions`)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  return page
}

/** In all trays: so many from one phone are not all for the desk. */
const textsAtOffice = async (): Promise<string[]> => {
  const trays = await Promise.all(
    [[], ['--slow'], ['--odd']].map((tray) =>
      field.office.iltod('inbox', 'list', ...tray, '--json'),
    ),
  )
  return trays
    .flatMap(({ out }) => (JSON.parse(out) as { text: string }[]).map(({ text }) => text))
    .sort()
}

/** `id hash` of each row, read past the server. */
const hashesAtOffice = (): string[] => {
  const db = new DatabaseSync(path.join(field.office.dataDir, DATABASE_FILE), { readOnly: true })
  try {
    const rows = db.prepare("select id || ' ' || hash as line from inbox_event").all()
    return rows.map(({ line }) => String(line)).sort()
  } finally {
    db.close()
  }
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 30

test(`[OUT-1] [OUT-4] ${KILLS} kills of the browser: what was shown as saved is there and arrives once, nothing is torn`, async () => {
  test.setTimeout(isLong ? 900_000 : 300_000)
  const seed = Number(process.env['ILTOD_SEED'] ?? Date.now() % 1_000_000)
  const random = createSeededRandom(seed)
  console.log(`phone kills: seed ${seed} (ILTOD_SEED=${seed} chooses the same instants)`)
  const startedMs = performance.now()
  const all: HeardTold[] = []
  const verified = new Map<string, string>()
  const counts = { absent: 0, 'present, not shown': 0, 'present, shown': 0, 'commit unheard': 0 }
  const toCommit = { pressed: [] as number[], begun: [] as number[] }
  const { phone, way } = field
  const present = () => counts['present, not shown'] + counts['present, shown']

  /** One life: writes, and is killed some milliseconds after a button was pressed. The text in flight. */
  const live = async (page: Page, life: number, ear: ReturnType<typeof createEar>) => {
    const pull = await phone.plug()
    const at = 2 + Math.floor(random.unit() * 3)
    const anchor = ANCHORS[Math.floor(random.unit() * ANCHORS.length)]!
    const typicalMs = median(toCommit[anchor].slice(-12))
    const delayMs = chooseDelay(random.unit(), typicalMs, counts.absent, present())
    const anchored = ear.times(anchor, at)
    startWriting(page, `第${life}命`)
    await anchored
    await wait(delayMs)
    await pull()
    learn(ear.heard, toCommit)
    return only(ear.heard, 'pressed').at(-1)!.text
  }

  /** So many may all have fallen on one side: then some more, within reason. */
  const areEnough = (kills: number): boolean =>
    kills >= 2 * KILLS || (kills >= KILLS && Math.min(counts.absent, present()) >= EACH_WAY)

  await phone.close()
  let inFlight = ''
  let kills = 0
  for (let life = 1; ; life++) {
    const ear = createEar()
    // Every other life sends while it writes.
    way.cut = life % 2 === 1
    const page = await openList(ear.hear)
    const kept = await readOutbox(page)
    await checkKept(kept, all, verified)
    if (life > 1) {
      const there = kept.items.find(({ copy }) => copy!.text === inFlight)
      const shown = only(all, 'shown').some(({ text }) => text === inFlight)
      const heardCommit = only(all, 'committed').some(({ id }) => id === there?.id)
      counts[there ? (shown ? 'present, shown' : 'present, not shown') : 'absent'] += 1
      if (there && !heardCommit) counts['commit unheard'] += 1
    }
    if (areEnough(kills)) break
    inFlight = await live(page, life, ear)
    kills += 1
    all.push(...ear.heard)
  }

  const page = phone.context().pages()[0]!
  const saved = verified.size
  console.log(
    `${kills} kills in ${((performance.now() - startedMs) / 1000).toFixed(0)} s: ${JSON.stringify(counts)}; ` +
      `${only(all, 'pressed').length} written, ${saved} kept, ${only(all, 'shown').length} shown as saved; ` +
      `to the commit ${median(toCommit.pressed).toFixed(0)} ms from the button, ${median(toCommit.begun).toFixed(0)} ms from the first row`,
  )
  way.cut = false
  await page
    .getByRole('button', { name: '现在发送' })
    .click({ timeout: 2_000 })
    .catch(() => null)
  await expect
    .poll(async () => (await readOutbox(page)).items.filter(({ receipt }) => !receipt).length, {
      timeout: 60_000,
    })
    .toBe(0)
  const { items } = await readOutbox(page)
  const numbers = items.map(({ receipt }) => receipt!.number).sort((a, b) => a - b)
  expect(numbers).toEqual(numbers.map((_, i) => i + 1))
  expect(await textsAtOffice()).toEqual(items.map(({ copy }) => copy!.text).sort())
  expect(hashesAtOffice()).toEqual(items.map(({ id, hash }) => `${id} ${hash}`).sort())

  expect(new Set(only(all, 'durability').map(({ value }) => value))).toEqual(new Set(['strict']))
  expect(counts.absent).toBeGreaterThanOrEqual(EACH_WAY)
  expect(present()).toBeGreaterThanOrEqual(EACH_WAY)
})
