// A real instance in a temporary folder: real SQLite (or PostgreSQL when ILTOD_PG names one), real keys, a clock that only
// moves when told.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import type { Clock } from '../../src/base/clock.ts'
import { type Instance, openInstance, systemRandom } from '../../src/server/instance.ts'
import { initKeys } from '../../src/server/keys/key-files.ts'
import { type Banner, loadBanner } from '../../src/server/banner/banner.ts'
import type { Place } from '../../src/domain/place/schema.ts'
import { idCheckCharacter } from '../../src/domain/payee/rules.ts'
import type { ImportLine, ImportRoster } from '../../src/server/registry/import-types.ts'
import { importRosters } from '../../src/server/registry/import-rosters.ts'

export interface TestClock extends Clock {
  readonly set: (iso: string) => void
  readonly advance: (ms: number) => void
}

export const createTestClock = (iso = '2026-11-23T08:00:00+08:00'): TestClock => {
  let now = Date.parse(iso)
  return {
    now: () => now,
    monotonic: () => now,
    set: (next) => {
      now = Date.parse(next)
    },
    advance: (ms) => {
      now += ms
    },
  }
}

export interface TestInstance {
  readonly instance: Instance
  readonly clock: TestClock
  readonly dataDir: string
  readonly dispose: () => Promise<void>
}

/** 32 bytes, as ILTOD_REGISTRY_KEY gives them. */
export const REGISTRY_KEY = Buffer.alloc(32, 5).toString('base64url')

let schemas = 0

/** With ILTOD_PG each instance gets a schema of its own in that database. */
const databaseUrl = (url: string | undefined): string | undefined => {
  if (!url) return undefined
  const schema = `t${process.pid}_${++schemas}`
  const withSchema = new URL(url)
  withSchema.searchParams.set('options', `-c search_path=${schema}`)
  return withSchema.href
}

/** One town and its villages, so that a publication takes milliseconds. */
const oneTown = (): Banner => {
  const banner = loadBanner()
  const inside = (place: Place) =>
    place.parent === null || place.id === TOWN || place.parent === TOWN
  return { ...banner, places: banner.places.filter(inside) }
}

export interface TestInstanceOptions {
  /** A real instance: keys of its own, a registry key from outside. */
  readonly real?: boolean
  /** All places of the banner: a publication takes seconds, and the catalogue is as large as a real one. */
  readonly wholeBanner?: boolean
}

export const createTestInstance = async (
  usePostgres = false,
  { real = false, wholeBanner = false }: TestInstanceOptions = {},
): Promise<TestInstance> => {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'iltod-test-'))
  const clock = createTestClock()
  const url = usePostgres ? databaseUrl(process.env['ILTOD_PG']) : undefined
  if (url) await createSchema(url)
  if (real) await initKeys(dataDir, false)
  const opened = await openInstance({
    dataDir,
    registryKey: real ? REGISTRY_KEY : undefined,
    databaseUrl: url,
    clock,
    random: systemRandom,
    makeKeys: true,
    banner: wholeBanner ? loadBanner() : oneTown(),
  })
  if (!opened.ok) throw new Error(opened.error)
  return asTestInstance(opened.value, clock, dataDir)
}

/** An instance that an earlier life left in `dataDir`, at a time after it. `dispose` takes the folder away. */
export const reopenTestInstance = async (dataDir: string, iso: string): Promise<TestInstance> => {
  const clock = createTestClock(iso)
  const opened = await openInstance({ dataDir, clock, random: systemRandom, makeKeys: false })
  if (!opened.ok) throw new Error(opened.error)
  return asTestInstance(opened.value, clock, dataDir)
}

const asTestInstance = (instance: Instance, clock: TestClock, dataDir: string): TestInstance => ({
  instance,
  clock,
  dataDir,
  dispose: async () => {
    await instance.close()
    rmSync(dataDir, { recursive: true, force: true })
  },
})

const createSchema = async (url: string) => {
  const { Kysely } = await import('kysely')
  const { postgresDialect } = await import('../../src/server/store/dialect-postgres.ts')
  const schema = /search_path=(\w+)/.exec(decodeURIComponent(url))?.[1] ?? 'public'
  const plain = new URL(url)
  plain.searchParams.delete('options')
  const db = new Kysely({ dialect: postgresDialect(plain.href, () => undefined) })
  await sql`create schema if not exists ${sql.ref(schema)}`.execute(db)
  await db.destroy()
}

/** An invented person's number: unassigned area 152299, right check character. */
export const makeId = (n: number): string => {
  const year = 1940 + (n % 60)
  const first17 = `152299${year}0101${String(n % 1000).padStart(3, '0')}`
  return first17 + idCheckCharacter(first17)
}

export const makeLine = (n: number, overrides: Partial<ImportLine> = {}): ImportLine => ({
  sheet: 'Sheet1',
  row: n + 4,
  name: `白${'日月星云山水木石花雨'[n % 10]}${'东西南北中'[n % 5]}`,
  group: `第${'一二三'[n % 3]}村民小组`,
  idNumber: makeId(n),
  account: `62170000000${String(10_000_000 + n)}`,
  quantity: 10_000 + 137 * n,
  rate: 674_100,
  amountFen: Math.round(((10_000 + 137 * n) * 674_100) / 100_000),
  state: 'paid',
  ...overrides,
})

export const TOWN = '152223105'
export const SITE = '152223105201'

export const makeRoster = (overrides: Partial<ImportRoster> = {}): ImportRoster => ({
  site: SITE,
  programme: 'gengdi-dili',
  year: 2025,
  batch: '1',
  kind: 'result',
  title: '',
  unit: '亩',
  lines: Array.from({ length: 12 }, (_, n) => makeLine(n)),
  ...overrides,
})

export const importInto = (
  { instance }: TestInstance,
  rosters: readonly ImportRoster[],
  options: Partial<Parameters<typeof importRosters>[1]> = {},
) =>
  importRosters(
    {
      db: instance.store.db,
      clock: instance.clock,
      box: instance.box,
      dataDir: instance.dataDir,
      programmes: instance.banner.programmes,
    },
    {
      fileName: 'test.xls',
      bytes: Buffer.from(JSON.stringify(rosters)),
      who: 'test',
      rosters,
      linkByName: false,
      correction: null,
      ...options,
    },
  )
