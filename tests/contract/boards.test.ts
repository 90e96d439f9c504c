// What cadres tell of boards, from the phone's compose to the office's list, on every database it may stand on.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { boardsCommand } from '../../src/cli/boards.ts'
import { publish } from '../../src/server/publish/publisher.ts'
import { withdrawRoster } from '../../src/server/registry/withdraw.ts'
import { createPen, type Pen, toDelivery } from '../support/field-pen.ts'
import { createFieldServer, type FieldServer, SITE } from '../support/field-world.ts'
import { importInto, makeRoster } from '../support/test-instance.ts'

const databases = [{ name: 'SQLite', postgres: false }].concat(
  process.env['ILTOD_PG'] ? [{ name: 'PostgreSQL', postgres: true }] : [],
)
const ROSTER = 'gengdi-dili/2025/1/result'
const OTHER = 'gengdi-dili/2024/1/result'

describe.each(databases)('boards on $name', ({ postgres }) => {
  let server: FieldServer
  let pen: Pen
  beforeAll(async () => {
    server = await createFieldServer(postgres)
    pen = await createPen(server)
    for (const year of [2025, 2024])
      await importInto(server.test, [makeRoster({ site: SITE, year })])
    await publish(server.test.instance.publisher)
  })
  afterAll(async () => {
    expect(server.faults).toEqual([])
    await server.dispose()
  })
  const tell = async (board: Parameters<Pen['writeBoard']>[0]) => {
    const item = await pen.writeBoard(board)
    const reply = await server.inbox.field.receive(toDelivery(item.id, item.parcel))
    if (!reply.ok) throw new Error(reply.error)
    server.test.clock.advance(1_000)
    return item.id
  }

  test('[BOARD-1] the office reads which rosters in which version hang where since when, and no name', async () => {
    const rosters = [{ id: ROSTER, version: 1 }]
    const id = await tell({ rosters, checkpoint: 7 })
    const [board] = await server.inbox.desk.boards()
    const body = { site: SITE, group: null, day: '2026-11-23', checkpoint: 7, rosters }
    expect(board).toMatchObject({ id, body, photos: 0 })
  })

  test('[BOARD-2] a later word about the same board takes the place of the earlier one', async () => {
    await tell({ group: 2, rosters: [{ id: ROSTER, version: 1 }] })
    const last = await tell({
      rosters: [
        { id: ROSTER, version: 1 },
        { id: OTHER, version: 1 },
      ],
    })
    const boards = await server.inbox.desk.boards()
    expect(boards.map(({ body }) => body.group)).toEqual([null, 2])
    expect(boards[0]!.id).toBe(last)
    expect(boards[0]!.body.rosters).toHaveLength(2)
  })

  test('[BOARD-4] no list of questions shows it, and it can’t be answered', async () => {
    const id = await tell({ group: 3 })
    for (const unansweredOnly of [true, false])
      expect(await server.inbox.desk.list({ tray: 'desk', unansweredOnly, limit: 500 })).toEqual([])
    expect(await server.inbox.desk.answer({ id, text: '好', from: null })).toEqual({
      ok: false,
      error: { kind: 'not-answerable' },
    })
  })

  test.skipIf(postgres)(
    '[BOARD-3] iltod boards tells what is up to date and what must come down',
    async () => {
      const run = async (...args: string[]) => {
        const out: string[] = []
        const code = await boardsCommand(args, {
          out: (text) => out.push(text),
          err: (text) => out.push(text),
          dataDir: server.test.dataDir,
        })
        return { code, out: out.join('\n') }
      }
      const before = await run()
      expect(before.code).toBe(0)
      expect(before.out).toContain(`${OTHER}  第 1 版  最新`)
      expect(before.out).toContain('（已全部取下）')
      const { db } = server.test.instance.store
      const rows = await db.selectFrom('roster').select(['id', 'year']).execute()
      const old = rows.find(({ year }) => year === 2024)!
      await withdrawRoster({ db, clock: server.test.clock }, old.id, 'void', 'test')
      await importInto(
        server.test,
        [makeRoster({ site: SITE, lines: makeRoster().lines.slice(0, 11) })],
        { correction: { reason: 'figure', text: '少算一户' } },
      )
      await publish(server.test.instance.publisher)
      const after = await run(SITE)
      expect(after.out).toContain(`${OTHER}  第 1 版  请取下`)
      expect(after.out).toContain(`${ROSTER}  第 1 版  有新版，请换下`)
      expect((await run('nowhere')).code).toBe(66)
      expect((await run('--what')).code).toBe(64)
    },
  )

  test('[BOARD-4] it is erased 24 months after its receipt', async () => {
    server.test.clock.set('2028-11-22T08:00:00+08:00')
    expect(await server.inbox.upkeep.eraseExpired()).toBe(0)
    server.test.clock.set('2028-11-24T08:00:00+08:00')
    expect(await server.inbox.upkeep.eraseExpired()).toBeGreaterThan(0)
    expect(await server.inbox.desk.boards()).toEqual([])
  })
})
