// The oldest browser promised really starts here, can be driven, and keeps a page through a cold start without a server.
// What the app does in it is asked by the smoke test; this one asks whether that test would be worth anything.
import { mkdtempSync, rmSync } from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { chromium, expect, test, type BrowserContext } from '@playwright/test'
import { findOldBrowser, hasOldBrowser, launchOptions, openOldPage } from '../support/browser.ts'
import { isLong } from '../support/runs.ts'

const PAGE = `<!doctype html><title>old</title><h1>one</h1><label>name <input></label><button>copy</button>
<script>
  document.querySelector('button').onclick = () => {
    document.querySelector('h1').textContent = document.querySelector('input').value
  }
  navigator.serviceWorker.register('/sw.js')
</script>`
const WORKER = `
  self.addEventListener('install', (e) => e.waitUntil(caches.open('shell').then((c) => c.add('/'))))
  self.addEventListener('activate', (e) => e.waitUntil(clients.claim()))
  self.addEventListener('fetch', (e) => e.respondWith(caches.match(e.request).then((r) => r || fetch(e.request))))`

const serve = async () => {
  const server = http.createServer((request, reply) => {
    const isWorker = request.url === '/sw.js'
    reply.setHeader('content-type', isWorker ? 'text/javascript' : 'text/html; charset=utf-8')
    reply.end(isWorker ? WORKER : PAGE)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://localhost:${port}/`,
    stop: () =>
      new Promise<void>((done) => {
        server.close(() => {
          done()
        })
        server.closeAllConnections()
      }),
  }
}

const openProfile = async (dir: string): Promise<BrowserContext> =>
  chromium.launchPersistentContext(dir, launchOptions(await findOldBrowser()))

test('Chromium 88 keeps a page over a restart without a server, and can be driven', async () => {
  test.skip(!isLong, 'the smoke test drives it too')
  test.skip(!hasOldBrowser, 'there is no Chromium 88 for this kind of machine')
  const profile = mkdtempSync(path.join(os.tmpdir(), 'iltod-old-'))
  const server = await serve()
  try {
    const first = await openProfile(profile)
    const page = await openOldPage(first)
    await page.goto(server.url)
    expect(await page.evaluate(() => navigator.userAgent)).toContain('Chrome/88.')
    expect(await page.evaluate(() => 'checkVisibility' in Element.prototype)).toBe(false)
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => true))
    await page.reload()
    await first.close()
    await server.stop()

    const second = await openProfile(profile)
    const again = await openOldPage(second)
    await again.goto(server.url)
    await again.getByLabel('name').fill('𠮷日嘎')
    await again.getByRole('button', { name: 'copy' }).click()
    await expect(again.locator('h1')).toHaveText('𠮷日嘎')
    await second.close()
  } finally {
    await server.stop()
    rmSync(profile, { recursive: true, force: true })
  }
})
