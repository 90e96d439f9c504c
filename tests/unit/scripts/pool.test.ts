// The steps of `npm test`: two lanes, each in order, and never a green end over a red step.
import { expect, test } from 'vitest'
import { runSteps, type Telling } from '../../../scripts/check/pool.ts'
import { failedCheck, passedCheck, total, type Step } from '../../../scripts/check/step.ts'

const quiet: Telling = { started: () => {}, ended: () => {}, stillRunning: () => {} }

/** Steps that note when they run, and which others ran beside them. */
const makeSteps = (shapes: Readonly<Record<string, Partial<Step>>>) => {
  const running = new Set<string>()
  const seen: Record<string, string[]> = {}
  const order: string[] = []
  const steps = Object.entries(shapes).map(([name, shape]): Step => ({
    name,
    after: [],
    lane: 'main',
    run: async () => {
      running.add(name)
      order.push(name)
      await new Promise((done) => setTimeout(done, 20))
      seen[name] = [...running].filter((other) => other !== name)
      running.delete(name)
      return passedCheck
    },
    ...shape,
  }))
  return { steps, seen, order }
}

test('in each lane one step runs after another, in order, and the lanes run beside each other', async () => {
  const beside = { lane: 'beside' } as const
  const { steps, seen, order } = makeSteps({ a: {}, b: {}, c: beside, d: beside, e: {} })
  await runSteps(steps, quiet)
  expect(order.filter((name) => 'abe'.includes(name))).toEqual(['a', 'b', 'e'])
  expect(order.filter((name) => 'cd'.includes(name))).toEqual(['c', 'd'])
  for (const name of ['a', 'b', 'e']) for (const other of seen[name]!) expect('cd').toContain(other)
  expect(seen['a']).toEqual(['c'])
})

test('a step runs after those it names, and also when one of them failed', async () => {
  const ends: string[] = []
  const { steps } = makeSteps({
    last: { after: ['first'] },
    first: { run: () => Promise.reject(new Error('broken')) },
  })
  const outcomes = await runSteps(steps, { ...quiet, ended: ({ name }) => ends.push(name) })
  expect(ends).toEqual(['first', 'last'])
  expect(outcomes.get('first')).toEqual(failedCheck('broken'))
  expect(total([...outcomes.values()])).toMatchObject({ passed: 1, failed: 1 })
})

test('a step that waits for one that does not exist has failed', async () => {
  const { steps } = makeSteps({ lost: { after: ['nobody'] } })
  expect(total([...(await runSteps(steps, quiet)).values()])).toMatchObject({
    passed: 0,
    failed: 1,
  })
})
