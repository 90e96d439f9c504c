// The steps of `npm test`: two at a time, in order, and never a green end over a red step.
import { expect, test } from 'vitest'
import { runSteps, type Telling } from '../../../scripts/check/pool.ts'
import { failedCheck, passedCheck, total, type Step } from '../../../scripts/check/step.ts'

const quiet: Telling = { started: () => {}, ended: () => {}, stillRunning: () => {} }

/** Steps that note when they run, and which others ran beside them. */
const makeSteps = (shapes: Readonly<Record<string, Partial<Step>>>) => {
  const running = new Set<string>()
  const beside: Record<string, string[]> = {}
  const steps = Object.entries(shapes).map(([name, shape]): Step => ({
    name,
    after: [],
    run: async () => {
      running.add(name)
      await new Promise((done) => setTimeout(done, 20))
      beside[name] = [...running].filter((other) => other !== name)
      running.delete(name)
      return passedCheck
    },
    ...shape,
  }))
  return { steps, beside }
}

test('never more than two steps run at once, and one that wants to be alone is', async () => {
  const { steps, beside } = makeSteps({ a: {}, b: {}, c: { alone: true }, d: {}, e: {} })
  await runSteps(steps, quiet)
  expect(Object.keys(beside).sort()).toEqual(['a', 'b', 'c', 'd', 'e'])
  expect(beside['c']).toEqual([])
  for (const others of Object.values(beside)) expect(others.length).toBeLessThan(2)
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
