// What a phone that has the app and nothing else needs for its first village, on the demo and on a village with a large ledger:
// no more than 24 kB over the line, and nothing of it that could wait.
import { expect, test } from '@playwright/test'
import { findBrowser } from '../support/browser.ts'
import { type CountedLine, openCountedLine, sumOf } from '../support/counted-line.ts'
import {
  beyondShell,
  FIRST_VILLAGE_BYTES,
  installShell,
  needs,
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
import { addLargeVillage, ONLY_EARLY } from '../support/large-village.ts'
import { createPhone, type Phone } from '../support/phone.ts'
import { openDemoOffice } from '../support/prepared-office.ts'

const SITE = '152223105200'
const LARGE_SITE = '152223105201'

let office: Office
let line: CountedLine
/** Has the app and nothing else. */
let installed: Phone
let phone: Phone
let village: Village
let large: Village

test.beforeAll(async () => {
  test.setTimeout(180_000)
  office = await openDemoOffice()
  await addLargeVillage(office.dataDir, LARGE_SITE)
  await office.start()
  line = await openCountedLine(Number(new URL(office.url).port))
  village = villageOf(office.dataDir, SITE)
  large = villageOf(office.dataDir, LARGE_SITE)
  installed = createPhone({ browser: await findBrowser() })
  await installShell(installed, line)
})
test.afterAll(async () => {
  await installed.dispose()
  await line.close()
  await office.dispose()
})
test.beforeEach(async () => {
  phone = createPhone({ browser: await findBrowser(), like: installed })
  line.reset()
  nothingAfter(line, village)
})
test.afterEach(async () => {
  await phone.dispose()
})

/** The village's people, with what they got, in words: from the ledger and the short catalogue alone. */
const readAccount = async (page: Awaited<ReturnType<Phone['open']>>, of = village) => {
  await searchHere(page, of)
  await page.locator('#found a').first().click()
  await expect(page.getByRole('heading', { name: of.somebody, level: 1 })).toBeVisible()
  await expect(page.getByText(of.programme).first()).toBeVisible()
}

const expectNoMoreThanNeeded = (of = village) => {
  const carried = beyondShell(line.carried)
  const { up, down } = sumOf(carried)
  expect(carried.map(({ path }) => path).sort()).toEqual(needs(of))
  expect(down).toBeGreaterThan(of.opening.bytes)
  expect(up + down, JSON.stringify(carried)).toBeLessThanOrEqual(FIRST_VILLAGE_BYTES)
}

test('[PULL-3] chosen from the list, it is searched after at most 24 kB beyond the shell', async () => {
  const page = await phone.open()
  await openByPicker(page, line.url, village)
  await takeByPicker(page, village)
  await readAccount(page)
  expectNoMoreThanNeeded()
})

test('[PULL-3] by the link of its board, it skips the list and is searched after at most 24 kB', async () => {
  const page = await phone.open()
  await openByLink(page, line.url, village)
  await takeByLink(page)
  await page.getByRole('link', { name: '查补贴' }).click()
  await readAccount(page)
  expectNoMoreThanNeeded()
})

test('[PULL-3] the plain page of a place, /s/…, leads past the list too', async () => {
  line.holds = () => false
  const page = await phone.open()
  await page.goto(`${line.url}/s/${SITE}`)
  await page.getByRole('link', { name: '打开可离线查询的版本' }).click()
  await takeByLink(page)
  expect(new URL(page.url()).pathname).toBe(`/p/${SITE}`)
})

test('[PULL-3] letters typed into the list bring the whole catalogue, and find the place', async () => {
  line.holds = () => false
  const page = await phone.open()
  await page.goto(line.url)
  await page.getByRole('searchbox', { name: '找地方：输入名字' }).fill('badaerhugacha')
  await expect(page.locator('#places-found').getByText(village.name).first()).toBeVisible()
  expect(beyondShell(line.carried).map(({ path }) => path)).not.toContain(
    '/published/sites/policies',
  )
})

test('[PACK-29] of a large ledger the newest years come first and say so, then all of it, which stays', async () => {
  expect(large.ledger.bytes).toBeGreaterThan(12_500)
  nothingAfter(line, large)
  const page = await phone.open()
  await openByLink(page, line.url, large)
  await takeByLink(page)
  const notice = page.getByText('不等于没有发放')
  await expect(notice).toBeVisible()
  await page.getByRole('link', { name: '查补贴' }).click()
  await readAccount(page, large)
  await expect(notice).toBeVisible()
  await expect(page.getByRole('heading', { name: '2025年' })).toBeVisible()
  await expect(page.getByRole('heading', { name: '2021年' })).toBeHidden()
  expectNoMoreThanNeeded(large)

  await page.getByRole('button', { name: '存成图片、分享' }).first().click()
  await expect(page.getByText('先不做图片')).toBeVisible()
  await page.keyboard.press('Escape')
  await page.goto(`${line.url}/print?place=${large.id}`)
  await expect(page.getByText('先不印')).toBeVisible()
  await page.goto(line.url)
  const search = page.getByRole('searchbox', { name: '找人：输入姓名' })
  await search.fill(ONLY_EARLY)
  await expect(page.getByText('没有找到，不等于没有')).toBeVisible()

  line.holds = () => false
  await page.reload()
  await search.fill(ONLY_EARLY)
  await expect(page.locator('#found a').first()).toContainText(ONLY_EARLY)
  line.holds = () => true
  await page.locator('#found a').first().click()
  await expect(page.getByRole('heading', { name: '2021年' })).toBeVisible()
  await expect(notice).toBeHidden()
})
