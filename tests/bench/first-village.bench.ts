// What a phone that has the app and nothing else waits for until its first village is searched (DESIGN §8): bytes over the line,
// headers and all, and the time that 64 kbit/s take, in a real Chromium against the real server; on the demo, and on places of
// a whole banner by the size of their ledgers (`BANNER_DIR`, `SEED`: banner-office.ts). Nothing that is asked for after the
// pack that opens the place (its ledger, of a large one the newest years) is answered, so that nothing later is counted and
// nothing later is needed.
import { type Page } from '@playwright/test'
import type { BenchRow } from '../../scripts/bench.ts'
import { loadBanner } from '../../src/server/banner/banner.ts'
import { holdsPayees } from '../../src/domain/place/rules.ts'
import { findBrowser } from '../support/browser.ts'
import { type CountedLine, openCountedLine, sumOf } from '../support/counted-line.ts'
import {
  beyondShell,
  FIRST_VILLAGE_BYTES,
  installShell,
  nothingAfter,
  openByLink,
  openByPicker,
  searchHere,
  takeByLink,
  takeByPicker,
  type Village,
  villageOf,
} from '../support/first-village.ts'
import type { Office } from '../support/office.ts'
import { createPhone } from '../support/phone.ts'
import { openBanner, openDemo } from './banner-office.ts'

const DEMO_SITE = '152223105200'
/** 64 kbit/s, in bytes a second. */
const WEAK_LINE = 8_000
const SHARES = [
  ['median', 0.5],
  ['three quarters', 0.75],
  ['nine tenths', 0.9],
  ['largest', 1],
] as const

const WAYS = {
  link: { open: openByLink, take: takeByLink },
  picker: { open: openByPicker, take: takeByPicker },
} as const
type Way = keyof typeof WAYS

const row = (what: string, figure: string, limit = ''): BenchRow => ({ what, figure, limit })
const kB = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`
const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`

/** What its ledger weighs, and where it is opened by its newest years what these do. */
const weightOf = ({ ledger, opening }: Village): string =>
  opening === ledger
    ? `ledger ${kB(ledger.bytes)}`
    : `ledger ${kB(ledger.bytes)}, opens with ${kB(opening.bytes)}`

const slowDown = async (page: Page): Promise<void> => {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 0,
    downloadThroughput: WEAK_LINE,
    uploadThroughput: WEAK_LINE,
  })
}

interface Taken {
  readonly up: number
  readonly down: number
  readonly requests: number
  /** From the first request until the village can be tapped; from the tap until somebody is found. */
  readonly openMs: number
  readonly takeMs: number
}

const take = async (line: CountedLine, village: Village, way: Way): Promise<Taken> => {
  const phone = createPhone({ browser: await findBrowser() })
  try {
    await installShell(phone, line)
    nothingAfter(line, village)
    const page = await phone.open()
    await slowDown(page)
    const { open, take: tap } = WAYS[way]
    await open(page, line.url, village)
    const tappable = performance.now()
    await tap(page, village)
    if (way === 'link') await page.getByRole('link', { name: '查补贴' }).click()
    await searchHere(page, village)
    const found = performance.now()
    const carried = beyondShell(line.carried)
    const openMs = tappable - carried[0]!.beganMs
    return { ...sumOf(carried), requests: carried.length, openMs, takeMs: found - tappable }
  } finally {
    await phone.dispose()
  }
}

const rowsOf = (what: string, way: Way, taken: Taken): BenchRow[] => {
  const { up, down, requests, openMs, takeMs } = taken
  return [
    row(
      `${what}, by ${way}: received, in ${requests} answers`,
      kB(down),
      `≤ ${kB(FIRST_VILLAGE_BYTES)}`,
    ),
    row(`${what}, by ${way}: sent`, kB(up)),
    row(
      `${what}, by ${way}: at 64 kbit/s, until the tap + until found`,
      `${seconds(openMs)} + ${seconds(takeMs)}`,
      '≤ 3 s',
    ),
  ]
}

const withLine = async <T>(office: Office, use: (line: CountedLine) => Promise<T>): Promise<T> => {
  const line = await openCountedLine(Number(new URL(office.url).port))
  try {
    return await use(line)
  } finally {
    await line.close()
  }
}

const demoRows = async (): Promise<BenchRow[]> => {
  const office = await openDemo()
  try {
    return await withLine(office, async (line) => {
      const village = villageOf(office.dataDir, DEMO_SITE)
      const what = `demo, ${village.name} (${weightOf(village)})`
      const ways = Object.keys(WAYS) as Way[]
      const rows: BenchRow[] = []
      for (const way of ways) rows.push(...rowsOf(what, way, await take(line, village, way)))
      return rows
    })
  } finally {
    await office.dispose()
  }
}

/** Places that hold payees, the smallest ledger first. */
const villagesBySize = ({ dataDir }: Office): Village[] =>
  loadBanner()
    .places.filter(holdsPayees)
    .map(({ id }) => villageOf(dataDir, id))
    .sort((a, b) => a.ledger.bytes - b.ledger.bytes)

const shareRow = (what: string, villages: readonly Village[], besides: number): BenchRow => {
  const fits = villages.filter(({ opening }) => besides + opening.bytes <= FIRST_VILLAGE_BYTES)
  const percent = Math.floor((100 * fits.length) / villages.length)
  return row(
    `banner, places within ${kB(FIRST_VILLAGE_BYTES)}, ${what}`,
    `${fits.length} of ${villages.length}, ${percent} %`,
  )
}

const bannerRows = async (): Promise<BenchRow[]> => {
  const office = await openBanner()
  try {
    const villages = villagesBySize(office)
    const at = (share: number) => villages[Math.ceil(share * villages.length) - 1]!
    return await withLine(office, async (line) => {
      const rows: BenchRow[] = []
      for (const [name, share] of SHARES) {
        const village = at(share)
        const what = `banner, ${name} (${weightOf(village)})`
        const taken = await take(line, village, 'link')
        rows.push(...rowsOf(what, 'link', taken))
        if (name !== 'median') continue
        rows.push(...rowsOf(what, 'picker', await take(line, village, 'picker')))
        const besides = taken.down - village.opening.bytes
        rows.push(
          row('banner, received beside what opens it', kB(besides)),
          shareRow('received', villages, besides),
          shareRow('received and sent', villages, besides + taken.up),
        )
      }
      const slowest = villages.reduce((a, b) => (b.opening.bytes > a.opening.bytes ? b : a))
      const what = `banner, most to open (${weightOf(slowest)})`
      rows.push(...rowsOf(what, 'link', await take(line, slowest, 'link')))
      return rows
    })
  } finally {
    await office.dispose()
  }
}

export const run = async (): Promise<BenchRow[]> => [...(await demoRows()), ...(await bannerRows())]
