// Enrolment codes: one use, seven days, no guessing, and nothing of them in the database but a hash.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { makeEnrolment, useEnrolment } from '../../../src/server/enrolment/enrolment.ts'
import { TOWN } from '../../support/test-instance.ts'
import { createTestServer, type TestServer } from '../../support/test-server.ts'

let t: TestServer
beforeEach(async () => {
  t = await createTestServer()
})
afterEach(async () => {
  await t.dispose()
})

const DAY_MS = 86_400_000
const deps = () => ({
  db: t.instance.store.db,
  clock: t.clock,
  places: t.instance.banner.places,
})
const make = async (scope = TOWN) => {
  const code = await makeEnrolment(deps(), scope)
  if (code === null) throw new Error('no code')
  return code
}
const post = (code: string) =>
  t.app.inject({ method: 'POST', url: '/api/enrol', payload: { code } })

describe('a code', () => {
  test('is given for a place that exists, and for no other', async () => {
    expect(await make()).toMatch(/^[2-9A-HJ-KMNP-TV-Z]{5}-[2-9A-HJ-KMNP-TV-Z]{5}$/)
    expect(await makeEnrolment(deps(), '999999999')).toBeNull()
  })

  test('stands for its place once', async () => {
    const code = await make()
    expect((await post(code)).json()).toEqual({ scope: TOWN })
    expect((await post(code)).statusCode).toBe(404)
  })

  test('used twice at the same moment it works once', async () => {
    const code = await make()
    const both = await Promise.all([useEnrolment(deps(), code), useEnrolment(deps(), code)])
    expect(both.filter((scope) => scope !== null)).toEqual([TOWN])
  })

  test('may be typed in small letters, with spaces, without the hyphen', async () => {
    const code = await make()
    expect((await post(` ${code.toLowerCase().replace('-', ' ')} `)).statusCode).toBe(200)
  })

  test('is dead after seven days', async () => {
    const [early, late] = [await make(), await make()]
    t.clock.advance(7 * DAY_MS - 1)
    expect((await post(early)).statusCode).toBe(200)
    t.clock.advance(1)
    expect((await post(late)).statusCode).toBe(404)
  })

  test('is not in the database', async () => {
    const code = await make()
    const rows = await t.instance.store.db.selectFrom('enrolment').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain(code.slice(0, 5))
    expect(rows).toHaveLength(1)
  })
})

describe('guessing', () => {
  test('ends after thirty tries a minute, in all, with a code that says later', async () => {
    const code = await make()
    for (let i = 0; i < 30; i++) expect((await post('AAAAA-AAAAA')).statusCode).toBe(404)
    const refused = await post(code)
    expect(refused.statusCode).toBe(429)
    expect(refused.json()).toMatchObject({ code: 'too-many' })
    t.clock.advance(61_000)
    expect((await post(code)).statusCode).toBe(200)
  })
})
