// What is remembered of the queue when the browser clears its database, on the real store.
import { IDBFactory } from 'fake-indexeddb'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { wakeOnce } from '../../../../src/store/outbox/wake-once.ts'
import type { Outbox } from '../../../../src/store/outbox/outbox.ts'
import { type Lost, type TraceJar, decodeTrace } from '../../../../src/sync/outbox/trace.ts'
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

const createJar = (): TraceJar & { readonly texts: Map<string, string> } => {
  const texts = new Map<string, string>()
  return {
    texts,
    read: (name) => texts.get(name) ?? null,
    write: (name, text) => {
      if (text === null) texts.delete(name)
      else texts.set(name, text)
    },
  }
}

describe('the trace', () => {
  let server: FieldServer
  let device: TestDevice
  let outbox: Outbox
  const jar = createJar()
  beforeEach(async () => {
    jar.texts.clear()
    server = await createFieldServer()
    device = createTestDevice(server)
    device.wire.bend = () => Promise.resolve(offline)
    outbox = await device.open({ jar })
  })
  afterEach(async () => {
    outbox.close()
    await settleMicrotasks()
    await server.dispose()
  })

  const ask = async (text: string): Promise<string> => {
    const saved = await outbox.ask({ site: SITE, text })
    if (!saved.ok) throw new Error(saved.error.kind)
    return saved.value.claimCode.slice(-4)
  }
  const noted = () => decodeTrace(jar.read('unsent'))
  const countIs = (count: number) => until(`${count} noted`, () => noted()?.count === count)
  /** What a browser does to save room: everything in IndexedDB is gone, the cookies stay. */
  const clear = async () => {
    outbox.close()
    await settleMicrotasks()
    const options = { ...device.deps.database!.options, indexedDB: new IDBFactory() }
    outbox = await device.open({ jar, database: { name: 'cleared', options } })
  }
  const lostNow = (): Lost | null => {
    let now: Lost | null = null
    outbox.watchLost((lost) => (now = lost))()
    return now
  }
  const lossTold = () => until('told', () => lostNow() !== null)

  test('[OUT-19] counts what is unsent and keeps its digits, and lets go of both once it is received', async () => {
    await settleMicrotasks()
    expect(jar.read('unsent')).toBeNull()
    const ends = [await ask('一'), await ask('二')]
    await countIs(2)
    expect([...noted()!.ends].sort()).toEqual(ends.sort())
    expect(jar.read('unsent')).toMatch(/^[\w.-]{1,200}$/)
    device.wire.bend = null
    await outbox.sendNow()
    await countIs(0)
    expect(noted()?.ends).toEqual([])
    expect(lostNow()).toBeNull()
  })

  test('[OUT-19] a database that was cleared is found out at the next start and told until dismissed', async () => {
    const ends = [await ask('一'), await ask('二')]
    await countIs(2)
    const seenMs = noted()!.seenMs
    device.timers.setWall(seenMs + 86_400_000)
    await clear()
    await lossTold()
    expect(lostNow()?.count).toBe(2)
    // A failed try that was noted after the clock moved was seen a day later.
    expect([seenMs, seenMs + 86_400_000]).toContain(lostNow()?.fromMs)
    expect(lostNow()!.untilMs - seenMs).toBeGreaterThanOrEqual(86_400_000)
    expect([...lostNow()!.ends].sort()).toEqual(ends.sort())

    const third = await ask('三')
    await countIs(1)
    expect(lostNow()?.count).toBe(2)
    await clear()
    await until('both told', () => lostNow()?.count === 3)
    expect(lostNow()?.ends).toContain(third)
    outbox.dismissLost()
    expect(lostNow()).toBeNull()
    await clear()
    await settleMicrotasks()
    expect(lostNow()).toBeNull()
  })

  test('[OUT-19] where all had been sent the clearing is told too, with nothing lost', async () => {
    await ask('早就送到了')
    device.wire.bend = null
    await outbox.sendNow()
    await countIs(0)
    await clear()
    await lossTold()
    expect(lostNow()).toMatchObject({ count: 0, ends: [] })
  })

  test('[OUT-19] a worker that sent with no page open notes it, and leaves another database’s mark alone', async () => {
    await ask('页面关了才送到的')
    await countIs(1)
    outbox.close()
    await settleMicrotasks()
    const worker = {
      read: () => Promise.resolve(jar.read('unsent')),
      write: (text: string) => {
        jar.write('unsent', text)
        return Promise.resolve()
      },
    }
    expect(await wakeOnce({ ...device.deps, trace: worker })).toBe(1)
    expect(noted()?.count).toBe(1)
    device.wire.bend = null
    expect(await wakeOnce({ ...device.deps, trace: worker })).toBe(0)
    expect(noted()).toMatchObject({ count: 0, ends: [] })

    jar.write('unsent', 'fedcba.1.7.1234-')
    await wakeOnce({ ...device.deps, trace: worker })
    expect(jar.read('unsent')).toBe('fedcba.1.7.1234-')
  })

  test('a cookie that is no trace is none', async () => {
    expect(decodeTrace('…')).toBeNull()
    jar.write('unsent', 'abc.def')
    await clear()
    await settleMicrotasks()
    expect(lostNow()).toBeNull()
  })
})
