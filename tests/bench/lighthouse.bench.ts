// What Lighthouse says of the first screen and of a link into an account, on its own mobile phone (slow 4G, processor at a quarter):
// the median of five cold loads each, of the demo. Scores are of 100; they move with the machine, so it should do nothing else.
import net, { type AddressInfo } from 'node:net'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium } from '@playwright/test'
import type { BenchRow } from '../../scripts/bench.ts'
import { installTool } from '../../scripts/tools/npm.ts'
import { findBrowser, launchOptions } from '../support/browser.ts'
import { openDemo } from './banner-office.ts'

const RUNS = 5
/** An account of the demo, as the code of a slip opens it. */
const ACCOUNT = '/p/152223105200/a/1'
const PAGES = [
  ['first screen', '/'],
  ['link into an account', ACCOUNT],
] as const
const LEAST = { performance: 95, accessibility: 100, 'best-practices': 95 } as const
type Category = keyof typeof LEAST
const CATEGORIES = Object.keys(LEAST) as Category[]
const TIMES = {
  'largest-contentful-paint': 'largest paint',
  'total-blocking-time': 'blocked',
} as const
type Timing = keyof typeof TIMES

interface Report {
  readonly categories: Record<Category, { score: number; auditRefs: { id: string }[] }>
  readonly audits: Record<string, { score: number | null; title: string; numericValue?: number }>
}
type Lighthouse = (
  url: string,
  flags: { port: number; onlyCategories: readonly string[]; logLevel: 'error' },
) => Promise<{ lhr: Report } | undefined>

const loadLighthouse = async (): Promise<Lighthouse> => {
  const dir = await installTool('lighthouse', (line) => {
    console.error(line)
  })
  const entry = createRequire(path.join(dir, 'package.json')).resolve('lighthouse')
  return ((await import(pathToFileURL(entry).href)) as { default: Lighthouse }).default
}

const freePort = (): Promise<number> =>
  new Promise((done) => {
    const probe = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => {
        done(port)
      })
    })
  })

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

const judge = async (url: string): Promise<Report> => {
  const lighthouse = await loadLighthouse()
  const port = await freePort()
  const options = launchOptions(await findBrowser(() => undefined))
  const browser = await chromium.launch({
    ...options,
    args: [...(options.args ?? []), `--remote-debugging-port=${port}`],
  })
  try {
    const ended = await lighthouse(url, { port, onlyCategories: CATEGORIES, logLevel: 'error' })
    if (!ended) throw new Error(`Lighthouse says nothing of ${url}`)
    return ended.lhr
  } finally {
    await browser.close()
  }
}

/** What took points away in any run. */
const flawsOf = (reports: readonly Report[], category: Category): string =>
  [
    ...new Set(
      reports.flatMap(({ categories, audits }) =>
        categories[category].auditRefs.flatMap(({ id }) => {
          const { score = null, title = id } = audits[id] ?? {}
          return score !== null && score < 1 ? [title] : []
        }),
      ),
    ),
  ].join('; ')

const rowsOf = (page: string, reports: readonly Report[]): BenchRow[] => [
  ...CATEGORIES.map((category): BenchRow => {
    const scores = reports.map(({ categories }) => Math.round(categories[category].score * 100))
    return {
      page,
      what: category,
      median: median(scores),
      all: scores.join(' '),
      least: LEAST[category],
      'points lost by': category === 'performance' ? '' : flawsOf(reports, category),
    }
  }),
  ...(Object.keys(TIMES) as Timing[]).map((audit): BenchRow => {
    const ms = reports.map(({ audits }) => Math.round(audits[audit]?.numericValue ?? 0))
    return { page, what: TIMES[audit], median: `${median(ms)} ms`, all: ms.join(' ') }
  }),
]

export const run = async (): Promise<BenchRow[]> => {
  const office = await openDemo()
  try {
    const rows: BenchRow[] = []
    for (const [name, address] of PAGES) {
      const reports: Report[] = []
      for (let i = 0; i < RUNS; i++) reports.push(await judge(office.url + address))
      rows.push(...rowsOf(name, reports))
    }
    return rows
  } finally {
    await office.dispose()
  }
}
