// How long the worker waits for a file of a new shell, against a real server on this machine that is slow, silent or lies.
import { createHash, webcrypto } from 'node:crypto'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createPatience } from '../../../service-worker/patience.ts'
import { systemTimers } from '../../../src/platform/system-timers.ts'

const SILENCE_MS = 150
const FILE = 'the shell '.repeat(500)
const INTEGRITY = `sha256-${createHash('sha256').update(FILE).digest('base64')}`

type Handler = (response: http.ServerResponse) => unknown
let handler: Handler
let server: http.Server
let address: string
beforeEach(async () => {
  server = http.createServer((_request, response) => {
    handler(response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/assets/a.js`
})
afterEach(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

/** As the worker's library does it: the request is changed, sent, and its answer changed. */
const fetchPatiently = async (): Promise<Response> => {
  const subtle = webcrypto.subtle as unknown as SubtleCrypto
  const patience = createPatience({ timers: systemTimers, subtle, silenceMs: SILENCE_MS })
  const request = patience.begin(new Request(address, { integrity: INTEGRITY }))
  try {
    return await patience.finish(request, await fetch(request.clone()))
  } finally {
    patience.end(request)
  }
}

const inParts = (parts: number, pauseMs: number): Handler => {
  const size = Math.ceil(FILE.length / parts)
  return async (response) => {
    for (let at = 0; at < FILE.length; at += size) {
      response.write(FILE.slice(at, at + size))
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
    }
    response.end()
  }
}

describe('a file of a new shell', () => {
  test('[SHELL-4] that comes slowly is waited for as long as something comes', async () => {
    handler = inParts(8, SILENCE_MS / 2)
    const startedMs = performance.now()
    expect(await (await fetchPatiently()).text()).toBe(FILE)
    expect(performance.now() - startedMs).toBeGreaterThan(3 * SILENCE_MS)
  })

  test.each<[string, Handler]>([
    ['is never answered', () => undefined],
    ['stops after its head', (response) => response.flushHeaders()],
    ['stops half way', (response) => response.write(FILE.slice(0, 2000))],
  ])('[SHELL-4] that %s ends the try after the time of silence, not before', async (_, silent) => {
    handler = silent
    const startedMs = performance.now()
    await expect(fetchPatiently()).rejects.toThrow()
    const tookMs = performance.now() - startedMs
    expect(tookMs).toBeGreaterThanOrEqual(SILENCE_MS - 5)
    expect(tookMs).toBeLessThan(20 * SILENCE_MS)
  })

  test('[SHELL-2] is taken whole, by its hash, whatever it was packed in', async () => {
    handler = (response) => {
      response.setHeader('content-type', 'text/javascript')
      response.setHeader('content-encoding', 'gzip')
      response.end(gzipSync(FILE))
    }
    const response = await fetchPatiently()
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      'text/javascript',
    ])
    expect(response.headers.get('content-encoding')).toBeNull()
    expect(await response.text()).toBe(FILE)
  })

  test('[SHELL-2] that is another than it should be is none', async () => {
    handler = (response) => response.end(FILE.replace('shell', 'shelf'))
    await expect(fetchPatiently()).rejects.toThrow('not the file')
    handler = (response) => response.end()
    await expect(fetchPatiently()).rejects.toThrow('not the file')
  })

  test('[SHELL-2] an answer that is no file is handed on as it is, to be refused', async () => {
    handler = (response) => response.writeHead(503).end('busy')
    expect((await fetchPatiently()).status).toBe(503)
  })
})
