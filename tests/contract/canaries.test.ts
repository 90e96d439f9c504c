// Numbers that must never get out, hidden in every corner of a real spreadsheet, then searched for in every byte that anybody
// can fetch: published files, packs unzipped, plain pages, error bodies.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import * as XLSX from '@e965/xlsx'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { importFile } from '../../src/server/importing/import-file.ts'
import { publish } from '../../src/server/publish/publisher.ts'
import { createPublishedReader } from '../../src/server/publish/published-reader.ts'
import { appOf } from '../../src/server/main.ts'
import { createTestInstance, makeId, SITE, type TestInstance } from '../support/test-instance.ts'

const PEOPLE = 24
const PHONE = '13947820099'
const CANARY_ID = makeId(900)
const CANARY_CARD = '6217009999000011117'

const ids = Array.from({ length: PEOPLE }, (_, n) => makeId(n))
const cards = Array.from({ length: PEOPLE }, (_, n) => `62170012345${String(60_000_000 + 7 * n)}`)

const writeWorkbook = (file: string) => {
  const rows: (string | number)[][] = [
    [`2025年巴达尔胡镇乌都岱嘎查耕地地力保护补贴发放清册 联系电话${PHONE}`],
    ['编制单位：乌都岱嘎查', '', '', '', '', '', '单位：亩、元'],
    ['序号', '姓名', '身份证号', '补贴面积', '补贴标准', '补贴金额', '银行账号', '备注'],
    ...ids.map((id, n) => [
      n + 1,
      `包${'日月星辰'[n % 4]}${'东南西北中上'[n % 6]}${n % 5 === 0 ? PHONE : ''}`,
      id,
      10 + n,
      67.41,
      Number(((10 + n) * 67.41).toFixed(2)),
      cards[n]!,
      n === 3 ? `换卡，电话${PHONE}` : '',
    ]),
    [
      '合计',
      '',
      '',
      ids.reduce((sum, _, n) => sum + 10 + n, 0),
      '',
      Number(ids.reduce((sum, _, n) => sum + Number(((10 + n) * 67.41).toFixed(2)), 0).toFixed(2)),
    ],
    [`制表人：白某 ${PHONE}  身份证${CANARY_ID}`],
  ]
  const sheet = XLSX.utils.aoa_to_sheet(rows)
  for (const cell of ['B4', 'F5']) {
    const target = sheet[cell] as XLSX.CellObject
    target.c = [{ a: CANARY_ID, t: `本人证件 ${CANARY_ID} 卡号 ${CANARY_CARD}` }]
  }
  const book = XLSX.utils.book_new()
  XLSX.utils.book_append_sheet(book, sheet, `清册${PHONE}`)
  XLSX.utils.book_append_sheet(
    book,
    XLSX.utils.aoa_to_sheet([['底册'], [CANARY_ID, CANARY_CARD]]),
    '底册',
  )
  book.Workbook = { Sheets: [{ Hidden: 0 }, { Hidden: 1 }] }
  book.Props = { Title: CANARY_ID, Author: `经办 ${PHONE}`, Comments: CANARY_CARD }
  writeFileSync(file, XLSX.write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer)
}

const fullWidth = (text: string) =>
  text.replace(/\d/g, (d) => String.fromCharCode(0xff10 + Number(d)))

/** A number as it might have slipped out: plain, cut, spaced, full width. The last four alone are allowed. */
const spellings = (number: string): string[] => [
  number,
  number.slice(0, -4),
  number.slice(-10),
  fullWidth(number),
  [...number].join(' '),
  number.replace(/(.{4})(?=.)/g, '$1 '),
  number.replace(/(.{4})(?=.)/g, '$1-'),
]

describe('[MASK-4] numbers of the registry', () => {
  let t: TestInstance
  const folder = mkdtempSync(path.join(tmpdir(), 'iltod-canary-'))
  const texts = new Map<string, string>()

  beforeAll(async () => {
    t = await createTestInstance()
    const file = path.join(folder, `${CANARY_ID}.xlsx`)
    writeWorkbook(file)
    const imported = await importFile(t.instance, file, {
      who: 'test',
      accept: true,
      correction: null,
    })
    expect(imported, JSON.stringify(imported)).toMatchObject({ ok: true })
    expect((await publish(t.instance.publisher)).ok).toBe(true)
    await collect()
  })
  afterAll(async () => {
    await t.dispose()
    rmSync(folder, { recursive: true, force: true })
  })

  const collectFolder = (root: string) => {
    for (const name of readdirSync(root, { recursive: true }) as string[]) {
      const file = path.join(root, name)
      if (!statSync(file).isFile()) continue
      const bytes = readFileSync(file)
      texts.set(name, `${name}\n${bytes.toString('utf8')}`)
      if (name.includes('packs')) texts.set(`${name} unzipped`, gunzipSync(bytes).toString('utf8'))
    }
  }
  const collect = async () => {
    collectFolder(t.instance.publishedRoot)
    const app = await appOf(t.instance, folder)
    const rosters = createPublishedReader(t.instance.publishedRoot).ledger(SITE)?.rosters ?? []
    expect(rosters).toHaveLength(1)
    const addresses = [
      '/s/',
      `/s/${SITE}`,
      ...rosters.map((r) => `/s/${SITE}/${r.id}`),
      `/s/${CANARY_ID}`,
      `/api/events/${CANARY_ID}`,
    ]
    for (const url of addresses) {
      const reply = await app.inject({ method: 'GET', url })
      texts.set(url.replaceAll(CANARY_ID, '…'), reply.body + JSON.stringify(reply.headers))
    }
    await app.close()
  }

  test('people of the file are published by name, with the last four', () => {
    const page = [...texts.values()].find(
      (text) => text.includes('包日东') && text.includes('<table'),
    )
    expect(page).toContain(ids[0]!.slice(-4))
  })

  test('no spelling of any of them occurs in anything that can be fetched', () => {
    const all = [...texts]
    fc.assert(
      fc.property(fc.constantFrom(...ids, ...cards, CANARY_ID, CANARY_CARD, PHONE), (number) => {
        for (const spelling of spellings(number)) {
          for (const [where, text] of all) {
            if (text.includes(spelling))
              throw new Error(`${spelling.slice(0, 3)}… occurs in ${where}`)
          }
        }
      }),
      { numRuns: 200 },
    )
  })

  test('they are in no log of the store either, only in encrypted blocks', async () => {
    await t.instance.store.db.selectFrom('state_log').selectAll().execute()
    const raw = readdirSync(t.dataDir)
      .filter((name) => name.startsWith('iltod.sqlite'))
      .map((name) => readFileSync(path.join(t.dataDir, name)).toString('latin1'))
      .join('')
    for (const number of [...ids, ...cards]) expect(raw.includes(number)).toBe(false)
  })

  test('the source file is kept encrypted under its hash', () => {
    const [source] = readdirSync(path.join(t.dataDir, 'sources'))
    expect(source).toMatch(/^[0-9a-f]{64}\.sealed$/)
    const bytes = readFileSync(path.join(t.dataDir, 'sources', source!))
    expect(bytes.subarray(0, 2).toString()).not.toBe('PK')
  })
})
