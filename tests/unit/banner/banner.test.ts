// What a banner's office puts into its data directory replaces the delivered entries, and mistakes are named.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { BannerDataError, loadBanner } from '../../../src/server/banner/banner.ts'
import { isWorkingDay } from '../../../src/server/banner/settings.ts'

const made: string[] = []
const makeDataDir = (files: Record<string, unknown>): string => {
  const dir = mkdtempSync(join(tmpdir(), 'iltod-banner-'))
  made.push(dir)
  mkdirSync(join(dir, 'banner'))
  for (const [file, content] of Object.entries(files)) {
    const text = typeof content === 'string' ? content : JSON.stringify(content)
    writeFileSync(join(dir, 'banner', file), text)
  }
  return dir
}
afterEach(() => {
  for (const dir of made.splice(0)) rmSync(dir, { recursive: true })
})

test('an empty data directory gives the delivered banner', () => {
  expect(loadBanner(makeDataDir({}))).toEqual(loadBanner())
})

test('an entry of the own file replaces the delivered one, a new one is added', () => {
  const town = {
    id: '152223100',
    type: 'town',
    name: '音德尔镇',
    parent: '152223',
    aliases: ['音镇'],
  }
  const village = {
    id: '152223100999',
    type: 'village',
    name: '新村',
    parent: '152223100',
    aliases: [],
  }
  const { places } = loadBanner(makeDataDir({ 'places.json': [town, village] }))
  expect(places).toHaveLength(299)
  expect(places.find((place) => place.id === town.id)).toEqual(town)
})

test('single settings can be changed, also in a file with a byte-order mark', () => {
  const dir = makeDataDir({ 'settings.json': '\uFEFF{"scriptOrder":"mn-first"}' })
  expect(loadBanner(dir).settings).toEqual({ ...loadBanner().settings, scriptOrder: 'mn-first' })
})

test.each([
  ['text that is not JSON', { 'places.json': '[{' }],
  ['a place without type', { 'places.json': [{ id: '152223999', name: '某镇' }] }],
  [
    'a parent that does not exist',
    {
      'places.json': [
        { id: '152223999001', type: 'village', name: '某村', parent: '152223999', aliases: [] },
      ],
    },
  ],
  ['a setting of no known kind', { 'settings.json': { scriptOrder: 'both' } }],
])('%s is refused with the file named', (_, files) => {
  const dir = makeDataDir(files)
  expect(() => loadBanner(dir)).toThrow(BannerDataError)
  expect(() => loadBanner(dir)).toThrow(Object.keys(files)[0])
})

test('a policy field without source is refused', () => {
  const [policy] = loadBanner().policies
  const fields = { ...policy!.fields, standard: { text: '每亩1元', place: '扎赉特旗', year: 2022 } }
  const unknown = {
    ...policy!.fields,
    standard: { text: '每亩1元', source: 'S999', place: '扎赉特旗', year: 2022 },
  }
  for (const broken of [fields, unknown]) {
    const dir = makeDataDir({ 'policies.json': [{ ...policy, fields: broken }] })
    expect(() => loadBanner(dir)).toThrow(BannerDataError)
  }
})

test('working days follow the decreed holidays and the weekends worked in exchange', () => {
  const { settings } = loadBanner()
  const isWorked = (day: string) => isWorkingDay(settings, day)
  expect(['2026-02-13', '2026-02-14', '2026-02-16', '2026-02-24'].map(isWorked)).toEqual([
    true,
    true,
    false,
    true,
  ])
  expect(['2025-10-08', '2025-10-09', '2025-10-11', '2025-10-12'].map(isWorked)).toEqual([
    false,
    true,
    true,
    false,
  ])
  for (const day of settings.workdays) {
    expect([0, 6]).toContain(new Date(`${day}T00:00:00Z`).getUTCDay())
  }
})
