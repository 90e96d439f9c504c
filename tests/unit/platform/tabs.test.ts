// Locks, channels, timers and persistence as browsers give them, and as they lack them.
import { describe, expect, test } from 'vitest'
import { createPersistence } from '../../../src/platform/persistence.ts'
import { systemRandom } from '../../../src/platform/system-random.ts'
import { systemTimers } from '../../../src/platform/system-timers.ts'
import { createTabChannel } from '../../../src/platform/tab-channel.ts'
import { createWebLocks } from '../../../src/platform/web-locks.ts'

const never = new AbortController().signal

describe('locks', () => {
  const manager = (navigator as unknown as { locks: LockManager }).locks

  test('one leads, the next follows when it is over', async () => {
    const locks = createWebLocks(manager)
    const order: string[] = []
    let free: () => void = () => undefined
    const first = locks.lead(
      'test',
      () =>
        new Promise<void>((resolve) => {
          order.push('first')
          free = resolve
        }),
      never,
    )
    await new Promise((resolve) => setTimeout(resolve, 20))
    const second = locks.lead('test', async () => void order.push('second'), never)
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(order).toEqual(['first'])
    free()
    await Promise.all([first, second])
    expect(order).toEqual(['first', 'second'])
  })

  test('waiting can be taken back; a fault of the leading itself is not hidden', async () => {
    const locks = createWebLocks(manager)
    let free: () => void = () => undefined
    const first = locks.lead(
      'taken',
      () =>
        new Promise<void>((resolve) => {
          free = resolve
        }),
      never,
    )
    await new Promise((resolve) => setTimeout(resolve, 20))
    const aborter = new AbortController()
    let led = false
    const second = locks.lead('taken', async () => void (led = true), aborter.signal)
    aborter.abort()
    await second
    expect(led).toBe(false)
    free()
    await first
    const fault = locks.lead('fault', () => Promise.reject(new Error('bug')), never)
    await expect(fault).rejects.toThrow('bug')
  })

  test('without a lock manager everybody leads', async () => {
    let led = false
    await createWebLocks(undefined).lead('x', async () => void (led = true), never)
    expect(led).toBe(true)
  })
})

describe('channels', () => {
  test('carry messages to the other tabs, not back', async () => {
    const one = createTabChannel('test-tabs', BroadcastChannel)
    const two = createTabChannel('test-tabs', BroadcastChannel)
    const heard: unknown[] = []
    one.listen((message) => heard.push(['one', message]))
    const stop = two.listen((message) => heard.push(['two', message]))
    one.post({ kind: 'stored' })
    await new Promise((resolve) => setTimeout(resolve, 50))
    stop()
    one.post({ kind: 'again' })
    await new Promise((resolve) => setTimeout(resolve, 50))
    one.close()
    two.close()
    expect(heard).toEqual([['two', { kind: 'stored' }]])
  })

  test('are silent where browsers have none', () => {
    const channel = createTabChannel('test', undefined)
    channel.listen(() => undefined)()
    channel.post({})
    channel.close()
  })
})

test('a delay beyond 31 bits does not fire at once', async () => {
  let fired = false
  const stop = systemTimers.after(2 ** 40, () => (fired = true))
  await new Promise((resolve) => setTimeout(resolve, 20))
  stop()
  expect(fired).toBe(false)
})

test('randomness comes in any length', () => {
  expect(systemRandom.bytes(0)).toHaveLength(0)
  const long = systemRandom.bytes(200_000)
  expect(long).toHaveLength(200_000)
  expect(new Set(long.subarray(190_000)).size).toBeGreaterThan(200)
})

test('persistence is asked for where there is somebody to ask', async () => {
  const granting = { persist: () => Promise.resolve(true) } as unknown as StorageManager
  const failing = { persist: () => Promise.reject(new Error('no')) } as unknown as StorageManager
  const old = {} as StorageManager
  expect(await createPersistence(granting).ask()).toBe(true)
  expect(await createPersistence(failing).ask()).toBe(false)
  expect(await createPersistence(old).ask()).toBe(false)
  expect(await createPersistence(undefined).ask()).toBe(false)
})
