// 演示数据 from the first frame: what a phone remembers of it.
import { expect, test } from 'vitest'
import { createDemoHint } from '../../../src/app/demo-hint.ts'

const createPreferences = () => {
  const kept = new Map<string, string>()
  const writes: string[] = []
  return {
    writes,
    read: (name: string) => kept.get(name) ?? null,
    write: (name: string, value: string) => {
      writes.push(value)
      kept.set(name, value)
    },
  }
}

test('nothing is known at the first start; later what the catalogue said last', () => {
  const preferences = createPreferences()
  const first = createDemoHint(preferences)
  expect(first.before).toBeNull()
  first.note(true)
  expect(createDemoHint(preferences).before).toBe(true)
  createDemoHint(preferences).note(false)
  expect(createDemoHint(preferences).before).toBe(false)
})

test('it is written down only when it changes', () => {
  const preferences = createPreferences()
  const hint = createDemoHint(preferences)
  hint.note(true)
  hint.note(true)
  createDemoHint(preferences).note(true)
  expect(preferences.writes).toEqual(['yes'])
})
