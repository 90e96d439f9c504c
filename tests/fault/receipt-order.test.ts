// The receipt comes after the commit, never beside it: commits that hang and commits that fail, on a real SQLite.
import { type Dialect, Kysely } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createSeededRandom } from '../../src/base/random.ts'
import { sha256, verifyP256 } from '../../src/server/crypto/node-ports.ts'
import { type Inbox, createInbox } from '../../src/server/inbox/inbox.ts'
import type { Database } from '../../src/server/store/database.ts'
import { sqliteDialect } from '../../src/server/store/dialect-sqlite.ts'
import { inboxMigration } from '../../src/server/store/inbox-tables.ts'
import { createPen, toDelivery } from '../support/field-pen.ts'
import { type FieldServer, createFieldServer, settleMicrotasks } from '../support/field-world.ts'
import { inboxKeys } from '../../src/server/inbox/keys.ts'

/** SQLite whose commits wait for `gate` first; a gate that rejects is a commit that failed. */
const gated = (gate: () => Promise<void>): Dialect => {
  const dialect = sqliteDialect(':memory:')
  return {
    createAdapter: () => dialect.createAdapter(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createDriver: () => {
      const driver = dialect.createDriver()
      const commit = driver.commitTransaction.bind(driver)
      driver.commitTransaction = async (connection) => {
        await gate()
        await commit(connection)
      }
      return driver
    },
  }
}

let server: FieldServer
let db: Kysely<Database>
let inbox: Inbox
let gate: () => Promise<void>
const openers: (() => void)[] = []
/** All commits that hang go on, and those to come don't wait. */
const openGate = () => {
  gate = () => Promise.resolve()
  openers.splice(0).forEach((open) => {
    open()
  })
}

beforeEach(async () => {
  server = await createFieldServer()
  gate = () => Promise.resolve()
  db = new Kysely<Database>({ dialect: gated(() => gate()) })
  await inboxMigration('sqlite').up(db as Kysely<unknown>)
  const { clock, instance } = server.test
  inbox = await createInbox({
    db,
    clock,
    random: createSeededRandom(5),
    sha256,
    verifyP256,
    keys: inboxKeys(instance.keys),
    report: () => undefined,
  })
})
afterEach(async () => {
  openGate()
  await inbox.upkeep.sorted().catch(() => undefined)
  await db.destroy()
  await server.dispose()
})

const writeOne = async () => {
  const item = await (await createPen(server)).write()
  return toDelivery(item.id, item.parcel)
}

test('[RCPT-2] while the commit hangs there is no receipt; once it is through there is one', async () => {
  gate = () =>
    new Promise((resolve) => {
      openers.push(resolve)
    })
  const delivery = await writeOne()
  let said: unknown = 'nothing'
  const answer = inbox.field.receive(delivery).then((reply) => (said = reply))
  await settleMicrotasks()
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(said).toBe('nothing')
  openGate()
  expect(await answer).toMatchObject({ ok: true, value: { receipt: { number: 1 } } })
})

test('[RCPT-2] a commit that fails gives no receipt, leaves no row and uses up no number', async () => {
  const delivery = await writeOne()
  gate = () => Promise.reject(new Error('the disk is gone'))
  await expect(inbox.field.receive(delivery)).rejects.toThrow('the disk is gone')
  gate = () => Promise.resolve()
  expect(await db.selectFrom('inbox_event').select('id').execute()).toEqual([])
  expect(await inbox.field.receive(delivery)).toMatchObject({
    ok: true,
    value: { receipt: { number: 1 } },
  })
})
