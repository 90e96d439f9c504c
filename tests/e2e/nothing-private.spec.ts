// Of the registry's identity numbers, cards and telephones nothing reaches a phone but the last four that are permitted:
// looked for in everything the browser keeps and in every address it asked for, in every spelling.
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { findBrowser } from '../support/browser.ts'
import {
  CANARY_CARD,
  ids,
  PHONE,
  secrets,
  spellings,
  writeWorkbook,
} from '../support/canary-workbook.ts'
import { keptInBrowser, type KeptText } from '../support/kept-in-browser.ts'
import { type Office, openOffice } from '../support/office.ts'
import { createPhone, type Phone } from '../support/phone.ts'
import { askAboutAccount, keepPlace, openAccount, searchFor } from '../support/phone-steps.ts'
import { SITE } from '../support/test-instance.ts'

const NAME = '包日东'
const folder = mkdtempSync(path.join(os.tmpdir(), 'iltod-private-'))

let office: Office
let phone: Phone
let page: Page
/** Addresses and bodies of everything the phone sent, the search for them included. */
const sent: KeptText[] = []

test.beforeAll(async () => {
  test.setTimeout(180_000)
  office = await openOffice()
  phone = createPhone({ browser: await findBrowser() })
  const file = path.join(folder, 'roster.xlsx')
  writeWorkbook(file)
  await office.iltod('keys', 'init')
  const imported = await office.iltod('import', file, '--accept')
  expect(imported.code, imported.out + imported.err).toBe(0)
  expect((await office.iltod('publish')).code).toBe(0)
  await office.start()
  page = await phone.open()
  await page.goto(office.url)
})
test.afterAll(async () => {
  await phone.dispose()
  await office.dispose()
  rmSync(folder, { recursive: true, force: true })
})

const spelled = secrets.map((secret) => ({ secret, spellings: spellings(secret) }))

/** Where any of the numbers occurs: `place: the last four of the number`. */
const leaksIn = (texts: readonly KeptText[]): string[] =>
  texts.flatMap(({ where, text }) =>
    spelled
      .filter((number) => number.spellings.some((spelling) => text.includes(spelling)))
      .map(({ secret }) => `${where}: …${secret.slice(-4)}`),
  )

const everything = async (): Promise<KeptText[]> => [
  ...(await keptInBrowser(page, phone.context())),
  ...sent,
]

/** Each screen that shows a person, his place, or what he wrote. */
const walkThrough = async (): Promise<void> => {
  await keepPlace(page, office.url, SITE)
  await searchFor(page, office.url, ids[0]!) // what is typed is nobody's to keep
  await page.getByRole('searchbox', { name: '找人：输入姓名' }).fill(NAME)
  await openAccount(page, NAME)
  await page.goto(`${office.url}/p/${SITE}/r/gengdi-dili/2025/1/result`)
  await expect(page.getByText(NAME).first()).toBeVisible()
  await page.goto(`${office.url}/policies`)
  await expect(page.getByRole('main').getByRole('heading').first()).toBeVisible()
  await page.goto(`${office.url}/p/${SITE}/a/1`)
  await askAboutAccount(page, '面积是不是少了一亩？')
  await page.goto(`${office.url}/about`)
  await expect(page.getByRole('main').getByRole('heading').first()).toBeVisible()
}

test('[MASK-4] no number of the registry is kept by the browser or stands in what it sent', async () => {
  test.setTimeout(180_000)
  phone.context().on('request', (request) => {
    sent.push({ where: 'address asked for', text: decodeURIComponent(request.url()) })
    sent.push({ where: `body to ${request.url()}`, text: request.postData() ?? '' })
  })
  await walkThrough()

  const kept = await everything()
  const holds = (what: RegExp, words: string) =>
    kept.some(({ where, text }) => what.test(where) && text.includes(words))
  expect(holds(/packs.* unpacked$/, SITE), 'a pack was read').toBe(true)
  expect(holds(/IndexedDB/, NAME), 'the search segment was read').toBe(true)
  expect(holds(/^cache/, '<!doctype html>'), 'the shell was read').toBe(true)
  expect(sent.some(({ text }) => text.includes('/published/packs/'))).toBe(true)
  expect(leaksIn(kept)).toEqual([])
})

type Planted = Record<'plain' | 'spaced' | 'wide' | 'card', string>

/** Runs in the page: one planted number for each kind of keeping, each in another spelling. */
const plant = async ({ plain, spaced, wide, card }: Planted) => {
  const packed = await new Response(
    new Blob([JSON.stringify({ name: plain })]).stream().pipeThrough(new CompressionStream('gzip')),
  ).arrayBuffer()
  const opening = indexedDB.open('planted')
  opening.onupgradeneeded = () => opening.result.createObjectStore('rows')
  const db = await new Promise<IDBDatabase>((done) => {
    opening.onsuccess = () => done(opening.result)
  })
  const writing = db.transaction('rows', 'readwrite')
  writing.objectStore('rows').put({ inside: [{ packed }] }, 'packed')
  writing.objectStore('rows').put({ deep: { list: [wide] } }, 'wide')
  writing.objectStore('rows').put(1, `key ${card}`)
  await new Promise((done) => (writing.oncomplete = done))
  db.close()
  const cache = await caches.open('planted')
  await cache.put('/planted', new Response(`… ${spaced} …`))
  localStorage.setItem('planted', plain)
  sessionStorage.setItem('planted', wide)
  document.cookie = `planted=${plain}`
  await fetch(`/api/health?planted=${encodeURIComponent(spaced)}`).catch(() => undefined)
  await fetch('/api/planted', { method: 'POST', body: card }).catch(() => undefined)
}

test('the search finds a number in each of those corners when one is planted there', async () => {
  const [plain, , , wide, spaced] = spellings(ids[1]!)
  await page.evaluate(plant, { plain: plain!, spaced: spaced!, wide: wide!, card: CANARY_CARD })
  const corners = leaksIn(await everything()).map((leak) => leak.replace(/ http\S+(?=: …)/, ''))
  const id = `…${ids[1]!.slice(-4)}`
  const card = `…${CANARY_CARD.slice(-4)}`
  expect(new Set(corners)).toEqual(
    new Set([
      `IndexedDB planted/rows.inside.0.packed unpacked: ${id}`,
      `IndexedDB planted/rows.deep.list.0: ${id}`,
      `IndexedDB planted/rows key: ${card}`,
      `cache planted: ${id}`,
      `localStorage.planted: ${id}`,
      `sessionStorage.planted: ${id}`,
      `cookies: ${id}`,
      `address asked for: ${id}`,
      `body to: ${card}`,
    ]),
  )
  expect(leaksIn([{ where: 'note', text: `电话 ${PHONE}` }])).toHaveLength(1)
})
