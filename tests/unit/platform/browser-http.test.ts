// The browser's requests against a real server on this machine that behaves badly on purpose.
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createBrowserHttp } from '../../../src/platform/browser-http.ts'
import { systemTimers } from '../../../src/platform/system-timers.ts'
import type { HttpRequest } from '../../../src/sync/ports.ts'

type Handler = (request: http.IncomingMessage, response: http.ServerResponse) => void

let handler: Handler
let server: http.Server
let origin: string

beforeEach(async () => {
  server = http.createServer((request, response) => handler(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

const get = (change: Partial<HttpRequest> = {}) =>
  createBrowserHttp({ fetch, origin, timers: systemTimers }).send({
    method: 'GET',
    path: '/published/sites/catalogue',
    limitBytes: 10_000,
    ...change,
  })

describe('an answer', () => {
  test('comes with status, headers and bytes', async () => {
    handler = (request, response) => {
      response
        .setHeader('etag', '"x"')
        .setHeader('x-seen', String(request.headers['if-none-match']))
      response.end('hello')
    }
    const seen: number[] = []
    const reply = await get({
      headers: { 'if-none-match': '"y"' },
      onBytes: (received) => seen.push(received),
    })
    expect(
      reply.ok && [reply.value.status, reply.value.header('etag'), reply.value.foreign],
    ).toEqual([200, '"x"', false])
    expect(reply.ok && reply.value.header('x-seen')).toBe('"y"')
    expect(reply.ok && new TextDecoder().decode(reply.value.bytes)).toBe('hello')
    expect(seen[seen.length - 1]).toBe(5)
  })

  test('is asked for past every cache and kept in none', async () => {
    handler = (request, response) => response.end(request.headers['cache-control'])
    let asked: RequestInit | undefined
    const spied: typeof fetch = (input, init) => fetch(input, (asked = init))
    const reply = await createBrowserHttp({ fetch: spied, origin, timers: systemTimers }).send({
      method: 'GET',
      path: '/published/packs/x',
      limitBytes: 100,
    })
    expect(asked?.cache).toBe('no-store')
    expect(reply.ok && new TextDecoder().decode(reply.value.bytes)).toBe('no-cache')
  })

  test('304 and other statuses come as they are', async () => {
    for (const status of [304, 404, 410, 503]) {
      handler = (_, response) => response.writeHead(status, { 'retry-after': '7' }).end()
      const reply = await get()
      expect(reply.ok && reply.value.status).toBe(status)
    }
  })

  test('[PULL-10] a redirect is not followed: it is told as foreign', async () => {
    let followed = false
    handler = (request, response) => {
      if (request.url === '/login') followed = true
      response.writeHead(302, { location: '/login' }).end()
    }
    const reply = await get()
    // Browsers hide the status of a redirect, Node shows it; the lane takes either for a portal.
    expect(reply.ok && (reply.value.foreign || reply.value.status === 302)).toBe(true)
    expect(followed).toBe(false)
  })
})

describe('a bad way', () => {
  test('[PULL-10] no server is offline', async () => {
    await new Promise((resolve) => server.close(resolve))
    expect(await get()).toEqual({ ok: false, error: { kind: 'offline' } })
    server = http.createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  })

  test('[PULL-10] a body that breaks off is cut', async () => {
    handler = (_, response) => {
      response.writeHead(200, { 'content-length': '1000' })
      response.write('half')
      setTimeout(() => response.destroy(), 20)
    }
    expect(await get()).toEqual({ ok: false, error: { kind: 'cut' } })
  })

  test('[PULL-10] a body shorter than announced is cut even when the way ends it cleanly', async () => {
    const short = () =>
      Promise.resolve(new Response('half', { status: 200, headers: { 'content-length': '1000' } }))
    const send = createBrowserHttp({ fetch: short, origin, timers: systemTimers }).send
    const request = { method: 'GET', path: '/x', limitBytes: 100 } as const
    expect(await send(request)).toEqual({ ok: false, error: { kind: 'cut' } })
    const packed = () =>
      Promise.resolve(
        new Response('unpacked', {
          headers: { 'content-length': '1000', 'content-encoding': 'br' },
        }),
      )
    const other = createBrowserHttp({ fetch: packed, origin, timers: systemTimers }).send
    expect((await other(request)).ok).toBe(true)
  })

  test('an endless answer is broken off at the limit', async () => {
    let closed = false
    handler = (request, response) => {
      const timer = setInterval(() => response.write('x'.repeat(4_000)), 1)
      request.on('close', () => {
        clearInterval(timer)
        closed = true
      })
    }
    expect(await get()).toEqual({ ok: false, error: { kind: 'too-long' } })
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(closed).toBe(true)
  })

  test('silence before the answer is offline, silence within it is cut', async () => {
    handler = () => undefined
    expect(await get({ idleMs: 60 })).toEqual({ ok: false, error: { kind: 'offline' } })
    handler = (_, response) => {
      response.writeHead(200)
      response.write('x')
    }
    expect(await get({ idleMs: 60 })).toEqual({ ok: false, error: { kind: 'cut' } })
  })

  test('a slow answer that keeps coming is waited for', async () => {
    handler = (_, response) => {
      let sent = 0
      const timer = setInterval(() => {
        response.write('x')
        if (++sent < 6) return
        clearInterval(timer)
        response.end()
      }, 30)
    }
    const reply = await get({ idleMs: 120 })
    expect(reply.ok && reply.value.bytes.length).toBe(6)
  })

  test('a request taken back ends at once', async () => {
    handler = () => undefined
    const aborter = new AbortController()
    const reply = get({ signal: aborter.signal })
    aborter.abort()
    expect(await reply).toEqual({ ok: false, error: { kind: 'offline' } })
    expect(await get({ signal: aborter.signal })).toEqual({ ok: false, error: { kind: 'offline' } })
  })
})
