// [ERR-1] Every refusal has the registry's code, its status and a Chinese sentence, and nothing of what was sent or of us.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { InjectOptions } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createApp } from '../../../src/server/http/app.ts'
import { ERRORS, type ErrorCode } from '../../../src/protocol/errors.ts'
import { makeId } from '../../support/test-instance.ts'
import { createTestServer, SHELL, type TestServer } from '../../support/test-server.ts'

let t: TestServer
beforeAll(async () => {
  t = await createTestServer()
})
afterAll(async () => {
  await t.dispose()
})

/** Stands in what is sent; must stand in no answer. */
const SECRET = makeId(77)
const json = { 'content-type': 'application/json' }
const binary = { 'content-type': 'application/octet-stream' }

const CASES: readonly (readonly [string, ErrorCode, InjectOptions])[] = [
  ['an address nobody knows', 'not-found', { url: `/api/${SECRET}` }],
  ['a file that is not there', 'not-found', { url: `/assets/${SECRET}.js` }],
  ['a percent sign that means nothing', 'bad-request', { url: `/s/${SECRET}%E0%A4%A` }],
  [
    'JSON that breaks off',
    'bad-request',
    { method: 'POST', url: '/api/enrol', headers: json, payload: `{"code":"${SECRET}` },
  ],
  [
    'JSON of another shape',
    'bad-request',
    { method: 'POST', url: '/api/enrol', payload: { kode: SECRET } },
  ],
  [
    'a poisoned prototype',
    'bad-request',
    { method: 'POST', url: '/api/enrol', headers: json, payload: `{"__proto__":"${SECRET}"}` },
  ],
  [
    'no JSON at all',
    'unsupported-type',
    { method: 'POST', url: '/api/enrol', headers: { 'content-type': 'text/xml' }, payload: SECRET },
  ],
  [
    'two megabytes',
    'too-large',
    { method: 'POST', url: '/api/enrol', payload: { code: SECRET.repeat(120_000) } },
  ],
  [
    'a code that nobody gave out',
    'not-found',
    { method: 'POST', url: '/api/enrol', payload: { code: SECRET } },
  ],
  ['another method', 'not-found', { method: 'DELETE', url: `/s/${SECRET}` }],
  [
    'a parcel without digest',
    'digest-missing',
    { method: 'PUT', url: '/api/events/x', headers: binary, payload: SECRET },
  ],
  [
    'a parcel as JSON',
    'unsupported-type',
    { method: 'PUT', url: '/api/events/x', payload: { SECRET } },
  ],
  [
    'a parcel of a megabyte',
    'too-large',
    { method: 'PUT', url: '/api/events/x', headers: binary, payload: Buffer.alloc(1 << 20) },
  ],
  ['an empty feed request', 'bad-request', { method: 'POST', url: '/api/feed', payload: {} }],
  [
    'a claim that is no hash',
    'bad-request',
    { method: 'POST', url: '/api/claims', payload: { claim: SECRET } },
  ],
]

describe('[ERR-1] a refused request', () => {
  test.each(CASES)('%s is answered %s', async (_, code, request) => {
    const reply = await t.app.inject(request)
    expect(reply.statusCode).toBe(ERRORS[code].status)
    expect(Object.keys(reply.json()).sort()).toEqual(['code', 'format', 'message'])
    expect(reply.json()).toMatchObject({ format: 'iltod-error/1', code })
    expect(reply.json().message).toMatch(/^[\p{Script=Han}].*。$/u)
    expect(reply.headers['cache-control']).toBe('no-store')
    for (const leak of [SECRET, 'FST_', '    at ', '/src/', 'node_modules'])
      expect(reply.body).not.toContain(leak)
  })

  test('a screen of the app is no error, whatever it is called', async () => {
    for (const url of ['/', '/start', `/p/152223105201/a/7?q=${SECRET}`]) {
      const reply = await t.get(url)
      expect(reply.statusCode).toBe(200)
      expect(reply.body).toBe(SHELL)
    }
    expect((await t.app.inject({ method: 'HEAD', url: '/start' })).statusCode).toBe(200)
  })
})

describe('a fault of ours', () => {
  let dist: string
  beforeAll(() => {
    dist = mkdtempSync(path.join(tmpdir(), 'iltod-dist-'))
    writeFileSync(path.join(dist, 'index.html'), SHELL)
  })
  afterAll(() => {
    rmSync(dist, { recursive: true, force: true })
  })

  test('is reported to the operator and answered without a word of it', async () => {
    const reported: Error[] = []
    const { store, clock, banner, publishedRoot } = t.instance
    const app = await createApp({
      enrolment: { db: store.db, clock, places: banner.places },
      publishedRoot,
      distDir: dist,
      fieldRoutes: (routes) => {
        routes.get('/api/broken', () => {
          throw new Error(`could not read /var/lib/iltod/keys for ${SECRET}`)
        })
      },
      today: () => '2026-11-23',
      report: (error) => reported.push(error),
    })
    const reply = await app.inject('/api/broken')
    expect(reply.statusCode).toBe(500)
    expect(reply.json()).toMatchObject({ format: 'iltod-error/1', code: 'internal' })
    expect(reply.body).not.toContain(SECRET)
    expect(reply.body).not.toContain('/var/lib')
    expect(reported).toHaveLength(1)
    await app.close()
  })
})

test('every answer forbids foreign code and framing', async () => {
  for (const url of ['/', '/s/', '/api/health', '/api/none', '/published/none']) {
    const { headers } = await t.get(url)
    expect(headers['content-security-policy'], url).toContain("frame-ancestors 'none'")
    expect(headers['x-content-type-options'], url).toBe('nosniff')
    expect(headers['referrer-policy'], url).toBe('no-referrer')
  }
})
