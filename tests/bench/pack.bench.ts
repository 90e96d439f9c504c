// The published format, on a whole banner of its own making (measured-banner.ts): sizes, reading, searching, leaves.
// `SEED` chooses the banner. Times are processor time on this machine, unthrottled; p50 and p95 in one process.
import { gzipSync } from 'node:zlib'
import { bytesToHex, utf8ToBytes, type Bytes } from '../../src/base/bytes.ts'
import { accountOf } from '../../src/pack/account.ts'
import { encodeCatalogue } from '../../src/pack/catalogue.ts'
import {
  createPinyinIndex,
  searchDirectory,
  segmentOf,
  type Segment,
} from '../../src/pack/directory.ts'
import { decodeLedger } from '../../src/pack/ledger-decode.ts'
import { encodeLedger } from '../../src/pack/ledger-encode.ts'
import type { Catalogue, Ledger } from '../../src/pack/model.ts'
import { ledgerLeaves } from '../../src/pack/statement.ts'
import { judgePack } from '../../src/pack/verify.ts'
import places from '../../src/server/banner/places.json' with { type: 'json' }
import programmes from '../../src/server/banner/programmes.json' with { type: 'json' }
import { MONGOLIAN_NAMES } from '../fixtures/mongolian-names.ts'
import { compileConsonants } from '../../src/pack/name-consonants.ts'
import { readingsFor } from '../../src/server/banner/pinyin.ts'
import { gzip, sha256 } from '../../src/server/crypto/node-ports.ts'
import type { BenchRow } from '../../scripts/bench.ts'
import { makeMeasuredLedger, measuredCsv, MEASURED_SITES } from './measured-banner.ts'

const TODAY = '2026-03-02'
const MB = 1e6

interface Timed {
  readonly p50: number
  readonly p95: number
}

/** Processor time, not the clock's: the machine may have others to serve. */
const now = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

const timed = (runs: readonly (() => unknown)[]): Timed => {
  const times = runs
    .map((run) => {
      const start = now()
      run()
      return now() - start
    })
    .sort((a, b) => a - b)
  const at = (share: number) => times[Math.floor(share * (times.length - 1))] ?? 0
  return { p50: at(0.5), p95: at(0.95) }
}

const row = (what: string, figure: string, limit = ''): BenchRow => ({ what, figure, limit })
const milliseconds = ({ p50, p95 }: Timed): string => `${p50.toFixed(2)} / ${p95.toFixed(2)} ms`

interface Site {
  readonly pack: Bytes
  readonly ledger: Ledger
  readonly segment: Segment
}

interface Banner {
  readonly sites: readonly Site[]
  readonly payees: number
  readonly lines: number
  readonly bytes: number
  readonly largeBlockBytes: number
  readonly largest: number
  readonly encodeMs: readonly number[]
  readonly leaves: number
  readonly leavesMs: number
}

/** Ledgers are made, encoded and forgotten one by one: what is held is what a phone holds. */
const makeBanner = (seed: number): Banner => {
  const sites: Site[] = []
  const encodeMs: number[] = []
  let [payees, lines, bytes, largeBlockBytes, leaves, leavesMs] = [0, 0, 0, 0, 0, 0]
  for (let i = 0; i < MEASURED_SITES; i++) {
    const input = makeMeasuredLedger(seed, i)
    const start = now()
    const text = encodeLedger(input)
    encodeMs.push(now() - start)
    const pack = gzip(utf8ToBytes(text))
    const decoded = decodeLedger(pack)
    if (!decoded.ok) throw new Error(decoded.error.kind)
    const leavesStart = now()
    leaves += ledgerLeaves(input, sha256).length
    leavesMs += now() - leavesStart
    payees += input.payees.length
    lines += input.lines.length
    bytes += pack.length
    largeBlockBytes += gzipSync(text, { level: 9 }).length
    sites.push({ pack, ledger: decoded.value, segment: segmentOf(input.site, decoded.value) })
  }
  const largest = Math.max(...sites.map(({ pack }) => pack.length))
  return {
    sites,
    payees,
    lines,
    bytes,
    largeBlockBytes,
    largest,
    encodeMs,
    leaves,
    leavesMs,
  }
}

const sizeRows = (banner: Banner, seed: number): BenchRow[] => {
  const sample = makeMeasuredLedger(seed, 7)
  const perLine = (text: string) =>
    `${(gzipSync(text, { level: 9 }).length / sample.lines.length).toFixed(2)} B/line`
  return [
    row('payees / lines / sites', `${banner.payees} / ${banner.lines} / ${banner.sites.length}`),
    row('all ledgers', `${(banner.bytes / MB).toFixed(3)} MB`, '≤ 4 MB'),
    row(
      'scaled to 2,000,000 lines',
      `${((banner.bytes / banner.lines) * 2).toFixed(3)} MB`,
      'aim ≤ 3.2 MB',
    ),
    row(
      'the same, gzip -9 in blocks of zlib’s own size',
      `${(banner.largeBlockBytes / MB).toFixed(3)} MB`,
    ),
    row('a line', `${(banner.bytes / banner.lines).toFixed(3)} B`),
    row('a payee', `${(banner.bytes / banner.payees).toFixed(2)} B`),
    row('largest ledger', `${(banner.largest / 1000).toFixed(1)} kB`),
    row('one site as CSV, gzip -9', perLine(measuredCsv(sample))),
    row('one site as rows of JSON, gzip -9', perLine(JSON.stringify(sample))),
  ]
}

const catalogueOf = (banner: Banner): Catalogue => {
  const names = banner.sites.flatMap(({ ledger }) => ledger.payees.map((payee) => payee.name))
  return {
    places: places as Catalogue['places'],
    programmes: programmes as Catalogue['programmes'],
    pinyin: readingsFor([...names, ...places.map((place) => place.name)]),
    settings: {
      bannerName: '扎赉特旗',
      demo: true,
      scriptOrder: 'zh-first',
      contact: { name: '旗财政局', phone: null },
    },
  }
}

const openCold = ({ pack }: Site, payee: number): unknown => {
  const ref = { hash: bytesToHex(sha256(pack)), bytes: pack.length }
  const judged = judgePack(ref, pack, sha256)
  const decoded = judged.ok ? decodeLedger(judged.value) : judged
  if (!decoded.ok) throw new Error(decoded.error.kind)
  return accountOf(decoded.value, payee % decoded.value.payees.length, TODAY)
}

/** Every seventh site, payees here and there. */
const readingRows = ({ sites, encodeMs }: Banner): BenchRow[] => {
  const some = sites.filter((_, i) => i % 7 === 0)
  const sorted = [...encodeMs].sort((a, b) => a - b)
  return [
    row('encode a ledger, median', `${sorted[sorted.length >> 1]!.toFixed(1)} ms`),
    row(
      'decode a ledger, p50 / p95',
      milliseconds(timed(some.map((site) => () => decodeLedger(site.pack)))),
    ),
    row(
      'account, ledger cold, p50 / p95',
      milliseconds(timed(some.map((site, i) => () => openCold(site, 31 * i)))),
      '≤ 10 ms',
    ),
    row(
      'segment of a ledger, p50 / p95',
      milliseconds(
        timed(
          some.map(
            ({ ledger }) =>
              () =>
                segmentOf(ledger.site, ledger),
          ),
        ),
      ),
    ),
  ]
}

const readingOf = (pinyin: Catalogue['pinyin']): ((name: string) => string[]) => {
  const syllables = new Map<string, string>()
  for (const [syllable, characters] of Object.entries(pinyin)) {
    for (const character of characters) syllables.set(character, syllable)
  }
  return (name) => [...name].map((character) => syllables.get(character) ?? '')
}

const searchRows = ({ sites }: Banner, { pinyin }: Catalogue): BenchRow[] => {
  const segments = sites.map(({ segment }) => segment)
  const index = createPinyinIndex(pinyin)
  const read = readingOf(pinyin)
  const names = sites.map(({ ledger }, i) => ledger.payees[(17 * i) % ledger.payees.length]!.name)
  const queries: Readonly<Record<string, (name: string, i: number) => string>> = {
    'whole name': (name) => name,
    'two characters': (name) => [...name].slice(0, 2).join(''),
    'one character': (name) => [...name][1]!,
    pinyin: (name) => read(name).join(''),
    'pinyin, cut short': (name) => read(name).join('').slice(0, -1),
    initials: (name) =>
      read(name)
        .map(([letter]) => letter)
        .join(''),
    'one letter': (name) => read(name)[0]![0]!,
    'last four': (_, i) => String((7919 * i) % 10_000).padStart(4, '0'),
    'nobody’s name': () => '龘龘',
    'Mongolian letters': (_, i) => MONGOLIAN_NAMES[i % MONGOLIAN_NAMES.length]![0],
  }
  const searches = Object.entries(queries).map(([kind, queryOf]) => ({
    kind,
    runs: names.slice(0, 100).map((name, i) => {
      const query = queryOf(name, i)
      return () =>
        searchDirectory(segments, query, index, { today: TODAY, listen: compileConsonants })
    }),
  }))
  const all = timed(searches.flatMap(({ runs }) => runs))
  return [
    row('search of every kind, p50 / p95', milliseconds(all), 'p95 ≤ 5 ms'),
    ...searches.map(({ kind, runs }) => row(`  ${kind}, p50 / p95`, milliseconds(timed(runs)))),
  ]
}

export const run = (): BenchRow[] => {
  const seed = Number(process.env['SEED'] ?? 1)
  const banner = makeBanner(seed)
  const catalogue = catalogueOf(banner)
  const catalogueBytes = gzip(utf8ToBytes(encodeCatalogue(catalogue))).length
  const characters = new Set(Object.values(catalogue.pinyin).join('')).size
  return [
    ...sizeRows(banner, seed),
    row(
      `catalogue: ${places.length} places, ${programmes.length} programmes, ${characters} characters`,
      `${(catalogueBytes / 1000).toFixed(1)} kB`,
      '≤ 12 kB',
    ),
    ...readingRows(banner),
    ...searchRows(banner, catalogue),
    row(
      `${banner.leaves} leaves`,
      `${(banner.leavesMs / 1000).toFixed(1)} s`,
      '≤ 15 s for 550,000',
    ),
  ]
}
