// What a phone that has the app and nothing else needs for its first village, on the demo: no more than 24 kB over the line, and
// nothing of it that could wait.
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
import { createPhone, type Phone } from '../support/phone.ts'
import { openDemoOffice } from '../support/prepared-office.ts'

const SITE = '152223105200'

let office: Office
let line: CountedLine
let phone: Phone
let village: Village

test.beforeAll(async () => {
  test.setTimeout(180_000)
  office = await openDemoOffice()
  await office.start()
  line = await openCountedLine(Number(new URL(office.url).port))
  village = villageOf(office.dataDir, SITE)
})
test.afterAll(async () => {
  await line.close()
  await office.dispose()
})
test.beforeEach(async () => {
  phone = createPhone({ browser: await findBrowser() })
  await installShell(phone, line)
  nothingAfter(line, village.ledger)
})
test.afterEach(async () => {
  await phone.dispose()
})

/** The village's people, with what they got, in words: from the ledger and the short catalogue alone. */
const readAccount = async (page: Awaited<ReturnType<Phone['open']>>) => {
  await searchHere(page, village)
  await page.locator('#found a').first().click()
  await expect(page.getByRole('heading', { name: village.somebody, level: 1 })).toBeVisible()
  await expect(page.getByText(village.programme).first()).toBeVisible()
}

const expectNoMoreThanNeeded = () => {
  const carried = beyondShell(line.carried)
  const { up, down } = sumOf(carried)
  expect(carried.map(({ path }) => path).sort()).toEqual(needs(village))
  expect(down).toBeGreaterThan(village.ledgerBytes)
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
