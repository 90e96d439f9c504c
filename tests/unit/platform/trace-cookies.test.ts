// The two cookies of the outbox, as a browser is handed them.
import { expect, test } from 'vitest'
import { createTraceCookies } from '../../../src/platform/trace-cookies.ts'
import { createWorkerTrace } from '../../../src/platform/worker-trace.ts'

test('[OUT-19] the cookies are for this site alone, 400 days at most, and only over https where there is https', () => {
  const handed: string[] = []
  const page = {
    get cookie() {
      return 'other=1; iltod-unsent=ab.1.2.1234-; iltod-unsentx=3'
    },
    set cookie(text) {
      handed.push(text)
    },
  }
  const jar = createTraceCookies(page, true)
  expect(jar.read('unsent')).toBe('ab.1.2.1234-')
  expect(jar.read('lost')).toBeNull()
  jar.write('lost', 'a.b.1.')
  jar.write('lost', null)
  createTraceCookies(page, false).write('unsent', 'x')
  expect(handed).toEqual([
    'iltod-lost=a.b.1.; max-age=34560000; path=/; samesite=strict; secure',
    'iltod-lost=; max-age=0; path=/; samesite=strict; secure',
    'iltod-unsent=x; max-age=34560000; path=/; samesite=strict',
  ])
})

test('[OUT-19] a worker reads and writes the same cookie, with the same bounds', async () => {
  const handed: unknown[] = []
  const clock = { now: () => 1_000, monotonic: () => 0 }
  const jar = createWorkerTrace(
    {
      get: (name) => Promise.resolve(name === 'iltod-unsent' ? { value: 'ab.1.2.1234-' } : null),
      set: (cookie) => Promise.resolve(void handed.push(cookie)),
    },
    clock,
  )
  expect(await jar.read()).toBe('ab.1.2.1234-')
  await jar.write('ab.1.0.')
  expect(handed).toEqual([
    {
      name: 'iltod-unsent',
      value: 'ab.1.0.',
      path: '/',
      sameSite: 'strict',
      expires: 1_000 + 34_560_000_000,
    },
  ])
})
