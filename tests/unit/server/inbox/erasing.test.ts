// Erasing by the running server: once a day, again after a failure, and done when it says it has stopped.
import { expect, test } from 'vitest'
import { startErasing } from '../../../../src/server/inbox/erasing.ts'
import { createTestClock } from '../../../support/test-instance.ts'

const open = (erase: () => Promise<number>) => {
  const clock = createTestClock('2026-11-23T20:00:00+08:00')
  const faults: Error[] = []
  let look = () => {}
  let stopped = false
  const erasing = startErasing({
    upkeep: { eraseExpired: erase },
    media: { tidy: () => Promise.resolve() },
    clock,
    every: (_ms, work) => {
      look = work
      return () => {
        stopped = true
      }
    },
    report: (error) => faults.push(error),
  })
  const settle = () => new Promise((done) => setTimeout(done, 0))
  const later = async (hours: number) => {
    clock.advance(hours * 3600_000)
    look()
    await settle()
  }
  return { erasing, later, settle, faults, isStopped: () => stopped }
}

test('erases at the start and then once on each civil day in Asia/Shanghai', async () => {
  let times = 0
  const { later, settle } = open(() => Promise.resolve(++times))
  await settle()
  expect(times).toBe(1)
  for (let hour = 1; hour <= 3; hour++) await later(1)
  expect(times).toBe(1)
  await later(1)
  expect(times).toBe(2)
  await later(5)
  expect(times).toBe(2)
  await later(24)
  expect(times).toBe(3)
})

test('a failure is reported and tried again at the next look', async () => {
  let times = 0
  const { later, settle, faults } = open(() =>
    ++times === 1 ? Promise.reject(new Error('busy')) : Promise.resolve(0),
  )
  await settle()
  expect(faults.map((fault) => fault.message)).toEqual(['busy'])
  await later(1)
  await later(1)
  expect(times).toBe(2)
})

test('stop ends the looks and waits for what runs', async () => {
  let finish = (_count: number) => {}
  const { erasing, isStopped } = open(() => new Promise((done) => (finish = done)))
  await Promise.resolve()
  let ended = false
  const stopping = erasing.stop().then(() => (ended = true))
  await new Promise((done) => setTimeout(done, 5))
  expect([isStopped(), ended]).toEqual([true, false])
  finish(0)
  await stopping
})
