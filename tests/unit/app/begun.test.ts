// What the first screen may assume while the store is opening.
import { expect, test } from 'vitest'
import { readBegun } from '../../../src/app/begun.ts'
import { createMemoryPublished } from '../../support/memory-published.ts'
import { SITE, makeCatalogue, makeLedger } from '../../support/models.ts'

const inMemory = () => {
  const kept = new Map<string, string>()
  return {
    read: (name: string) => kept.get(name) ?? null,
    write: (name: string, value: string) => void kept.set(name, value),
  }
}

test('nothing is kept before a place is, and nothing again once the last was left', async () => {
  const preferences = inMemory()
  const store = createMemoryPublished({ catalogue: makeCatalogue(), ledgers: [makeLedger()] })
  const start = async () => {
    const begun = readBegun(preferences, Promise.resolve(store))
    await Promise.resolve()
    return begun
  }
  expect(await start()).toBe(false)
  await store.follow(SITE)
  expect(await start()).toBe(true)
  await store.unfollow(SITE)
  expect(await start()).toBe(false)
})

test('a device whose store was cleared learns it at its next start', async () => {
  const preferences = inMemory()
  preferences.write('begun', 'yes')
  const empty = createMemoryPublished({ catalogue: makeCatalogue() })
  expect(readBegun(preferences, Promise.resolve(empty))).toBe(true)
  await Promise.resolve()
  expect(readBegun(preferences, Promise.resolve(empty))).toBe(false)
})
