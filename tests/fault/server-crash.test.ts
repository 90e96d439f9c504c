// The real server, on a real file, killed with SIGKILL at random instants while parcels come in, feeds are asked and questions answered.
// The oracle is what the client was told, kept here, and the process's own trace. ILTOD_SEED=n repeats the choice of instants.
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createSeededRandom } from '../../src/base/random.ts'
import type { Receipt } from '../../src/protocol/receipts.ts'
import { openInbox } from '../../src/server/inbox/open-inbox.ts'
import { openFromEnvironment } from '../../src/server/instance.ts'
import type { SavedItem } from '../../src/sync/outbox/ports.ts'
import { createCrashServer, createDistantPen, putItem } from '../support/crash-server.ts'
import type { Pen } from '../support/field-pen.ts'
import { isLong } from '../support/runs.ts'

const KILLS = isLong ? 50 : 12
const EACH_WAY = isLong ? 10 : 4
/** Parcels under way when the plug is pulled; the last is the one that is counted. */
const AT_ONCE = 4

let dataDir: string
let server: ReturnType<typeof createCrashServer>
beforeEach(() => {
  dataDir = mkdtempSync(path.join(os.tmpdir(), 'iltod-crash-'))
  server = createCrashServer(dataDir)
})
afterEach(async () => {
  await server.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

/** Another process's desk, as `iltod inbox answer` opens it. */
const onDesk = async <T>(work: (inbox: Awaited<ReturnType<typeof openInbox>>) => Promise<T>) => {
  const opened = await openFromEnvironment(dataDir, false)
  if (!opened.ok) throw new Error(opened.error)
  try {
    return await work(
      await openInbox(opened.value, (error) => {
        throw error
      }),
    )
  } finally {
    await opened.value.close()
  }
}

interface Told {
  readonly item: SavedItem
  /** What the client was told first; every later word must be the same. */
  receipt: Receipt | null
}

/** How much later the next kill comes after one that found no row, and how much earlier after one that found it. */
const STEP = 1.4

test(`[RCPT-2] [RCPT-4] ${KILLS} kills in mid request: no receipt without its row, no second row, one receipt for ever`, async () => {
  const seed = Number(process.env['ILTOD_SEED'] ?? Date.now() % 1_000_000)
  const random = createSeededRandom(seed)
  console.log(`server kills: seed ${seed} (ILTOD_SEED=${seed} chooses the same instants)`)
  const told: Told[] = []
  const counts = { 'not begun': 0, 'in commit': 0, committed: 0 }
  let unanswered = 0
  /** Goes up and down around the commit, so that about half of the kills come before it. */
  let aimMs = 8
  await server.start()
  await server.stop()
  await server.start()
  const pen: Pen = await createDistantPen(dataDir, server.address)

  const write = async (): Promise<Told> => {
    const one: Told = { item: await pen.write(`第${told.length + 1}问`), receipt: null }
    told.push(one)
    return one
  }
  const put = async (one: Told): Promise<void> => {
    const receipt = await putItem(server.address(), one.item)
    if (!receipt) return
    if (one.receipt) expect(receipt).toEqual(one.receipt)
    one.receipt = receipt
  }
  /** What holds at every moment: whoever was told has a row, and it says the same. */
  const checkRows = () => {
    const rows = server.rows()
    for (const { item, receipt } of told) {
      const row = rows.get(item.id)
      if (receipt)
        expect(row).toMatchObject({
          hash: item.hash,
          number: receipt.number,
          receipt_signature: receipt.signature,
        })
    }
    const numbers = [...rows.values()].map(({ number }) => number).sort((a, b) => a - b)
    expect(numbers).toEqual(numbers.map((_, i) => i + 1))
    return rows
  }
  const answerOne = () =>
    onDesk(async ({ desk }) => {
      const [item] = await desk.list({ tray: 'desk', unansweredOnly: true, limit: 1 })
      if (item) await desk.answer({ id: item.id, text: `答：${item.text}`, from: null })
    })

  const killDuring = async (items: readonly Told[]): Promise<void> => {
    const answers = items.map(put)
    const asking = pen.ask().catch(() => null)
    await wait(aimMs * 2 * random.unit())
    await server.kill()
    await Promise.all([...answers, asking])
  }

  /** Few kills may all have fallen on one side: then some more, within reason. */
  const wantsMore = (kill: number): boolean =>
    kill < 3 * KILLS && Math.min(counts['not begun'], counts.committed) < EACH_WAY

  let kills = 0
  for (; kills < KILLS || wantsMore(kills); kills++) {
    await put(await write()) // a server that has answered before
    const items = await Promise.all(Array.from({ length: AT_ONCE }, write))
    await killDuring(items)
    const traced = items.map(({ item }) => server.traced(item.id))
    const last = traced.at(-1)!
    counts[last]++
    if (last === 'not begun') aimMs *= STEP
    if (last === 'committed') aimMs /= STEP
    if (kills % 4 === 0) await answerOne()
    await server.start()
    const rows = checkRows()
    items.forEach(({ item, receipt }, i) => {
      const says = traced[i]!
      if (says === 'not begun') expect([rows.has(item.id), receipt]).toEqual([false, null])
      if (says === 'committed') expect(rows.has(item.id)).toBe(true)
      if (receipt) expect(says).toBe('committed')
      else if (rows.has(item.id)) unanswered++
    })
    // Those that heard nothing ask again, those that were told ask once more.
    await Promise.all(items.map(put))
    expect(items.filter(({ receipt }) => receipt === null)).toEqual([])
    await put(told[Math.floor(random.unit() * told.length)]!)
    expect(checkRows().size).toBe(told.length)
  }

  console.log(
    `${kills} kills: ${counts['not begun']} left the item absent, ${counts.committed} present, ` +
      `${counts['in commit']} in commit; ${told.length} parcels, ${unanswered} stored but unanswered`,
  )
  await answerOne()
  const listed = await onDesk(({ desk }) =>
    desk.list({ tray: 'desk', unansweredOnly: false, limit: 10_000 }),
  )
  const slow = await onDesk(({ desk }) =>
    desk.list({ tray: 'slow', unansweredOnly: false, limit: 10_000 }),
  )
  const texts = [...listed, ...slow].map(({ text }) => text).sort()
  expect(texts).toEqual(told.map(({ item }) => item.copy.text).sort())
  const answers = [...listed, ...slow].flatMap((item) => item.answers.map(({ id }) => id)).sort()
  const { entries } = await pen.ask()
  expect(answers.length).toBeGreaterThan(0)
  expect(entries.map(({ id }) => id).sort()).toEqual(answers)
  expect(counts['not begun']).toBeGreaterThanOrEqual(EACH_WAY)
  expect(counts.committed).toBeGreaterThanOrEqual(EACH_WAY)
}, 900_000)

test('[RCPT-2] the server’s own connection waits for the disk: write-ahead log, synchronous=FULL', async () => {
  await server.start()
  const settings = server.trace().filter((line) => line.startsWith('settings'))
  expect(settings).toEqual(['settings wal 2'])
  await server.kill() // an end in order would wait for the first publication
})
