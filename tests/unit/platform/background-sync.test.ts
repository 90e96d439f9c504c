// Background Sync as browsers give it, refuse it, and lack it.
import { expect, test } from 'vitest'
import { createWakeRequest } from '../../../src/platform/background-sync.ts'

const containerOf = (registration: unknown) =>
  ({ ready: Promise.resolve(registration) }) as unknown as ServiceWorkerContainer

test('[OUT-17] the tag is registered where there is Background Sync; a refusal or its lack is no fault', async () => {
  const tags: string[] = []
  const register = (tag: string) => {
    tags.push(tag)
    return Promise.resolve()
  }
  expect(await createWakeRequest(containerOf({ sync: { register } }))('wake')).toBe(true)
  expect(tags).toEqual(['wake'])
  const refusing = { register: () => Promise.reject(new DOMException('', 'NotAllowedError')) }
  expect(await createWakeRequest(containerOf({ sync: refusing }))('wake')).toBe(false)
  expect(await createWakeRequest(containerOf({}))('wake')).toBe(false)
  expect(await createWakeRequest(undefined)('wake')).toBe(false)
})
