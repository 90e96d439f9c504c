// The lock between processes: one holder at a time, and a dead holder does not hold for ever.
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { takeLock } from '../../../scripts/lock.mjs'

let dir = ''
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'iltod-lock-'))
})
afterEach(() => {
  rmSync(dir, { recursive: true, force: true })
})

test('the second waits until the first lets go, and says once that it waits', async () => {
  const lock = path.join(dir, 'a/lock')
  const order: string[] = []
  const letGo = await takeLock(lock)
  const second = takeLock(lock, () => order.push('waits')).then((release) => {
    order.push('second')
    return release
  })
  await new Promise((done) => setTimeout(done, 700))
  order.push('first lets go')
  letGo()
  const release = await second
  expect(order).toEqual(['waits', 'first lets go', 'second'])
  release()
  expect(existsSync(lock)).toBe(false)
})

test('letting go twice does not take the lock from the next holder', async () => {
  const lock = path.join(dir, 'lock')
  const letGo = await takeLock(lock)
  letGo()
  const release = await takeLock(lock)
  letGo()
  expect(existsSync(lock)).toBe(true)
  release()
})

/** A living holder gives a sign each second: four polls. */
const SHORT_PATIENCE = 8

test('of several that wait for a dead holder exactly one goes on at a time', async () => {
  const lock = path.join(dir, 'lock')
  mkdirSync(lock) // nobody keeps it alive
  let holders = 0
  let most = 0
  const work = async (): Promise<void> => {
    const release = await takeLock(lock, undefined, SHORT_PATIENCE)
    most = Math.max(most, ++holders)
    await new Promise((done) => setTimeout(done, 300))
    holders--
    release()
  }
  await Promise.all([work(), work(), work()])
  expect(most).toBe(1)
})
