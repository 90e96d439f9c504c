// The phone in a real Chromium, at full speed and at a sixth of it (DESIGN §8): a village and the whole banner, kept over
// real HTTP, then started cold with the server gone. `BANNER_DIR` and `SEED` as in banner-office.ts. The brake of the browser
// slows the page's thread, not the service worker's and not the storage process. What a first village costs is in
// first-village.bench.ts.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { CDPSession, Page } from '@playwright/test'
import { build, type Rolldown } from 'vite'
import type { BenchRow } from '../../scripts/bench.ts'
import { readingsFor } from '../../src/server/banner/pinyin.ts'
import { findBrowser } from '../support/browser.ts'
import { type Office } from '../support/office.ts'
import { createPhone, type Phone } from '../support/phone.ts'
import { keepPlace } from '../support/phone-steps.ts'
import { openBanner } from './banner-office.ts'
import type { PhonePage } from './phone-page.ts'

const SITE = '152223105200'
const BRAKES = [1, 6]
const STARTS = 5
const DIST = path.resolve(import.meta.dirname, '../../dist')

const row = (what: string, figure: string, limit = ''): BenchRow => ({ what, figure, limit })
const at = (share: number, ms: readonly number[]): number =>
  [...ms].sort((a, b) => a - b)[Math.ceil(share * ms.length) - 1] ?? 0
const shown = (ms: number): string => `${ms.toFixed(ms < 100 ? 1 : 0)} ms`
const p95Of = (ms: readonly number[]): string => `${shown(at(0.5, ms))} / ${shown(at(0.95, ms))}`
const atBrake = (brake: number): string => `${String(brake)}×`

const pageCode = async (): Promise<string> => {
  const built = (await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      target: 'es2022',
      lib: {
        entry: path.join(import.meta.dirname, 'phone-page.ts'),
        formats: ['iife'],
        name: 'bench',
      },
    },
  })) as Rolldown.RolldownOutput[]
  return built[0]!.output[0].code
}

/** The same store in every page that is opened; asked by `ask`. */
const attach = async (page: Page, code: string): Promise<void> => {
  await page.evaluate(code)
  await page.evaluate(() => globalThis.phonePage.then(() => true))
}
const ask = <T, A>(page: Page, question: (phone: PhonePage, args: A) => T | Promise<T>, args: A) =>
  page.evaluate<T>(
    `globalThis.phonePage.then((phone) => (${question.toString()})(phone, ${JSON.stringify(args)}))`,
  )

const brake = async (page: Page, rate: number): Promise<CDPSession> => {
  const session = await page.context().newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate })
  return session
}

interface Wire {
  bytes: number
  requests: number
}

/** Counts answers with their headers, of everything but the shell. */
const watchWire = async (page: Page): Promise<Wire> => {
  const wire: Wire = { bytes: 0, requests: 0 }
  const session: CDPSession = await page.context().newCDPSession(page)
  const ours = new Set<string>()
  session.on('Network.requestWillBeSent', ({ requestId, request }) => {
    if (/^\/(published|api)\//.test(new URL(request.url).pathname)) ours.add(requestId)
  })
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (!ours.has(requestId)) return
    wire.bytes += encodedDataLength
    wire.requests += 1
  })
  await session.send('Network.enable')
  return wire
}
const shownWire = ({ bytes, requests }: Wire): string =>
  `${(bytes / 1000).toFixed(1)} kB, ${String(requests)} requests`

const settle = async (page: Page, code: string): Promise<void> => {
  await attach(page, code)
  while (!(await ask(page, (phone) => phone.settled(), null))) await page.waitForTimeout(250)
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true))
}

const keepVillage = async (page: Page, office: Office, code: string): Promise<void> => {
  await keepPlace(page, office.url, SITE)
  await settle(page, code)
}

const keepBanner = async (page: Page, office: Office, code: string): Promise<void> => {
  const enrolled = (await office.iltod('enrol', '扎赉特旗')).out.trim().split('\n').at(-1)!
  await page.goto(`${office.url}/settings`)
  await page.getByRole('textbox', { name: /登记码/ }).fill(enrolled)
  await page.getByRole('button', { name: /登记/ }).click()
  await page.getByText('扎赉特旗').first().waitFor()
  await settle(page, code)
}

interface Started {
  readonly drawn: number
  readonly answered: number
  readonly scripts: readonly string[]
}
interface Start extends Started {
  /** Processor time of the page's thread: says more than the clock where other programs run. */
  readonly cpu: number
}

/** Runs in the page before the app: types as soon as there is a box, and notes when the first hit stands there. */
const typeAtOnce = (query: string): void => {
  let drawn = 0
  const observer = new MutationObserver(() => {
    const box = document.querySelector<HTMLInputElement>('input[type=search]')
    if (box && drawn === 0) {
      drawn = performance.now()
      box.value = query
      box.dispatchEvent(new Event('input', { bubbles: true }))
    }
    if (!document.querySelector('#found a')) return
    const answered = performance.now()
    observer.disconnect()
    const scripts = performance
      .getEntriesByType('resource')
      .filter(({ name, startTime }) => name.endsWith('.js') && startTime < answered)
      .map(({ name }) => new URL(name).pathname)
    Object.assign(window, { started: { drawn, answered, scripts } })
  })
  observer.observe(document, { childList: true, subtree: true })
}

const coldStart = async (phone: Phone, url: string, rate: number, query: string) => {
  const page = await phone.open()
  await phone.context().addInitScript(typeAtOnce, query)
  const session = await brake(page, rate)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  await page.goto(url, { waitUntil: 'commit' })
  const started = await page.waitForFunction(() => (window as { started?: Started }).started)
  const { metrics } = await session.send('Performance.getMetrics')
  const seconds = metrics.find(({ name }) => name === 'ThreadTime')?.value ?? 0
  const result: Start = { ...((await started.jsonValue()) as Started), cpu: 1000 * seconds }
  await phone.close()
  return result
}

const brotliBytes = (scripts: readonly string[]): number =>
  scripts.reduce((sum, file) => sum + readFileSync(path.join(DIST, `${file}.br`)).length, 0)

const startRows = async (phone: Phone, url: string, what: string, query: string, limit: string) => {
  const rows: BenchRow[] = []
  for (const rate of BRAKES) {
    const starts: Start[] = []
    for (let i = 0; i < STARTS; i++) starts.push(await coldStart(phone, url, rate, query))
    const held = rate === 1 ? '' : limit
    const median = (pick: (start: Start) => number) => shown(at(0.5, starts.map(pick)))
    rows.push(
      row(
        `${what}, box drawn, ${atBrake(rate)}, median of ${STARTS}`,
        median((s) => s.drawn),
      ),
      row(
        `${what}, first hit shown, ${atBrake(rate)}`,
        median((s) => s.answered),
        held,
      ),
      row(
        `${what}, processor time until then, ${atBrake(rate)}`,
        median((s) => s.cpu),
      ),
    )
    if (rate === 1) {
      const kB = brotliBytes(starts[0]!.scripts) / 1000
      rows.push(row(`${what}, scripts begun until then, Brotli`, `${kB.toFixed(1)} kB`, '≤ 90 kB'))
    }
  }
  return rows
}

const pinyinOf = (name: string): string[] => {
  const readings = Object.entries(readingsFor([name]))
  const read = (character: string) => readings.find(([, all]) => all.includes(character))?.[0]
  return [...name].map((character) => read(character) ?? '')
}

const KINDS: Readonly<Record<string, (name: string, i: number) => string>> = {
  'whole name': (name) => name,
  'two characters': (name) => [...name].slice(0, 2).join(''),
  pinyin: (name) => pinyinOf(name).join(''),
  initials: (name) =>
    pinyinOf(name)
      .map(([letter]) => letter)
      .join(''),
  'one letter': (name) => pinyinOf(name)[0]![0]!,
  'last four': (_, i) => String((7919 * i) % 10_000).padStart(4, '0'),
  'nobody’s name': () => '龘龘',
}

/** One page, offline, at each speed. Accounts of other sites each time, because what was read stays decoded. */
const storeRows = async (phone: Phone, url: string, code: string): Promise<BenchRow[]> => {
  const rows: BenchRow[] = []
  for (const [turn, rate] of BRAKES.entries()) {
    const page = await phone.open()
    await page.goto(url)
    await attach(page, code)
    await brake(page, rate)
    const accounts = await ask(page, (store, from) => store.coldAccounts(from, 60), turn * 60)
    const names = (await ask(page, (store) => store.names(), null)).slice(0, 60)
    const queries = Object.values(KINDS).flatMap((queryOf) => names.map(queryOf))
    const searches = await ask(page, (store, all) => store.search(all), queries)
    if (turn === 0) {
      const payees = await ask(page, (store) => store.payees(), null)
      rows.push(row('held', `${String(payees)} payees`))
    }
    const of = atBrake(rate)
    rows.push(
      row(`search, ${of}, p50 / p95`, p95Of(searches.ms), rate === 6 ? 'p95 ≤ 30 ms' : ''),
      row(`account, cold, ${of}, p50 / p95`, p95Of(accounts.ms), rate === 6 ? 'p95 ≤ 60 ms' : ''),
    )
    await phone.close()
  }
  return rows
}

const withPhone = async <T>(use: (phone: Phone) => Promise<T>): Promise<T> => {
  const phone = createPhone({ browser: await findBrowser() })
  try {
    return await use(phone)
  } finally {
    await phone.dispose()
  }
}

const villageRows = (office: Office, code: string) =>
  withPhone(async (phone) => {
    await keepVillage(await phone.open(), office, code)
    await phone.close()
    const again = await phone.open()
    const news = await watchWire(again)
    await again.goto(office.url)
    await settle(again, code)
    const name = (await ask(again, (store) => store.names(), null))[0]!
    await again.waitForTimeout(3_000)
    const noNews = { ...news }
    await phone.close()
    await office.kill()
    const starts = await startRows(phone, office.url, 'one village', name, '≤ 1.5 s')
    await office.start()
    return [row('start without news', shownWire(noNews), '≤ 2 kB'), ...starts]
  })

const bannerRows = (office: Office, code: string) =>
  withPhone(async (phone) => {
    const page = await phone.open()
    await keepBanner(page, office, code)
    const [name] = await ask(page, (store) => store.names(), null)
    const held = await ask(page, (store) => store.held(), null)
    await phone.close()
    await office.kill()
    const starts = await startRows(phone, office.url, `${held} sites`, name!, '≤ 2 s')
    return [...starts, ...(await storeRows(phone, office.url, code))]
  })

export const run = async (): Promise<BenchRow[]> => {
  const office = await openBanner()
  try {
    const code = await pageCode()
    return [...(await villageRows(office, code)), ...(await bannerRows(office, code))]
  } finally {
    await office.dispose()
  }
}
