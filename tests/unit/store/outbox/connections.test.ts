// Connections to the outbox's database that browsers take away, and that other versions of the app want to have closed.
import { Dexie } from 'dexie'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createOutbox } from '../../../../src/store/outbox/create-outbox.ts'
import type { Outbox } from '../../../../src/store/outbox/outbox.ts'
import { openRows } from '../../../../src/store/outbox/open-outbox.ts'
import {
  type FieldServer,
  SITE,
  type TestDevice,
  createFieldServer,
  createTestDevice,
  offline,
  settleMicrotasks,
  until,
} from '../../../support/field-world.ts'

describe('the outbox and its connection', () => {
  let server: FieldServer
  let device: TestDevice
  let outbox: Outbox
  beforeEach(async () => {
    // Dexie tells on the console that it closes or opens again.
    vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    server = await createFieldServer()
    device = createTestDevice(server)
    device.wire.bend = () => Promise.resolve(offline)
    outbox = await device.open()
  })
  afterEach(async () => {
    outbox.close()
    await settleMicrotasks()
    await server.dispose()
    vi.restoreAllMocks()
  })

  const ask = async (text: string): Promise<string> => {
    const saved = await outbox.ask({ site: SITE, text })
    if (!saved.ok) throw new Error(saved.error.kind)
    return saved.value.id
  }

  test('[OUT-23] a connection that the browser lost is opened again by the next write, read and sending', async () => {
    outbox.close()
    await settleMicrotasks()
    const rows = await openRows(device.deps)
    outbox = createOutbox(device.deps, rows)
    const first = await ask('断线之前')
    /** The browser's storage process died: the connection is dead, whether it tells so or not. */
    const lose = (told: boolean) => {
      const connection = rows.db.backendDB()
      connection.close()
      if (told) connection.onclose?.(new Event('close'))
      return connection
    }
    for (const told of [false, true]) {
      const lost = lose(told)
      expect(() => lost.transaction('items')).toThrow(DOMException)
      await ask(`断线之后 ${told}`)
      expect(rows.db.backendDB()).not.toBe(lost)
    }
    lose(false)
    expect((await outbox.items()).length).toBe(3)
    lose(false)
    device.wire.bend = null
    await outbox.sendNow()
    await until('sent', async () => (await outbox.items()).every((item) => item.receipt !== null))
    expect((await outbox.items()).some((item) => item.id === first)).toBe(true)
  })

  test('[OUT-23] a newer version of the app gets the database at once, every row as it was, and this one goes on', async () => {
    const id = await ask('升级之前')
    const second = await openRows(device.deps)
    const before = await second.replica.parcel(id)

    const { name, options } = device.deps.database!
    const opening = (options!.indexedDB as IDBFactory).open(name, 90)
    const blocked = vi.fn()
    opening.onblocked = blocked
    opening.onupgradeneeded = () => opening.result.createObjectStore('things')
    await new Promise((done) => (opening.onsuccess = done))
    expect(blocked).not.toHaveBeenCalled()
    opening.result.close()

    expect(await second.replica.parcel(id)).toEqual(before)
    await ask('升级之后，旧标签页里')
    expect((await outbox.items()).length).toBe(2)
    expect(second.db.backendDB().version).toBe(90)
    second.close()
  })

  test('[OUT-23] the database of the first release keeps its queue byte for byte', async () => {
    const old = new Dexie('first-release', device.deps.database!.options)
    const stores = {
      device: 'name',
      items: '++order, &id',
      parcels: 'id',
      copies: 'id',
      drafts: 'id',
      attempts: 'id',
      refusals: 'id',
      receipts: 'id',
      entries: 'id, event',
      feed: 'name',
      office: 'name',
    }
    old.version(1).stores(stores)
    const kept: Record<string, unknown[]> = {}
    const source = await openRows(device.deps)
    await ask('第一版里写的')
    for (const table of Object.keys(stores)) {
      kept[table] = await source.db.table(table).toArray()
      await old.table(table).bulkAdd(kept[table])
    }
    source.close()
    old.close()
    const rows = await openRows({
      ...device.deps,
      database: { name: 'first-release', options: device.deps.database!.options! },
    })
    expect(rows.db.verno).toBeGreaterThan(1)
    for (const table of Object.keys(stores))
      expect(await rows.db.table(table).toArray(), table).toEqual(kept[table])
    expect(kept['parcels']).toHaveLength(1)
    rows.close()
  })
})
