// A cadre hangs a sheet up, says so with a photo and without a network, and sees what must be exchanged; the office reads it.
import { expect, type Page, test } from '@playwright/test'
import { violationsOn } from '../support/axe.ts'
import { findBrowser } from '../support/browser.ts'
import { layOut } from '../support/paper.ts'
import { openPaperOffice, type PaperOffice } from '../support/paper-office.ts'
import { createPhone, type Phone } from '../support/phone.ts'
import { SITE, TOWN } from '../support/test-instance.ts'

const PHOTO = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
)

let paper: PaperOffice
let phone: Phone
let page: Page
let url: string

test.describe.configure({ mode: 'serial' })
test.beforeAll(async () => {
  test.setTimeout(300_000)
  paper = await openPaperOffice()
  url = paper.office.url
  await paper.office.start()
  phone = createPhone({ browser: await findBrowser() })
  page = await phone.open()
  await page.goto(paper.boardAddress)
  await page.getByRole('button', { name: '存到这台手机' }).click()
  await expect(page.getByText('已存到手机')).toBeVisible()
})
test.afterAll(async () => {
  await phone.dispose()
  await paper.office.dispose()
})

test('[BOARD-4] a phone that is not enrolled is told to enrol, and offers nothing', async () => {
  await page.goto(`${url}/boards?place=${SITE}`)
  await expect(page.getByText('登记过的干部手机才能记公开栏')).toBeVisible()
  await expect(page.getByRole('checkbox')).toHaveCount(0)
  await layOut(page, url, { address: `/print?place=${SITE}` })
  await expect(page.getByRole('link', { name: '贴好了？记下来' })).toHaveCount(0)
})

test('[BOARD-1] what was printed and hung up is noted with a photo, without a network', async () => {
  const { out } = await paper.office.iltod('enrol', TOWN)
  await page.goto(`${url}/settings`)
  await page.getByLabel('登记码').fill(out.trim().split('\n').at(-1)!)
  await page.getByRole('button', { name: '登记' }).click()
  await expect(page.getByText(/已登记/)).toBeVisible()
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true))
  await paper.office.kill()
  await layOut(page, url, { address: `/print?place=${SITE}`, roster: '正在公示的' })
  await page.getByRole('link', { name: '贴好了？记下来' }).click()
  await expect(page.getByRole('checkbox', { name: /玉米生产者补贴/ })).toBeChecked()
  expect(await violationsOn(page)).toEqual([])
  await page.getByRole('checkbox', { name: /耕地地力保护补贴/ }).check()
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'board.png', mimeType: 'image/png', buffer: PHOTO })
  await expect(page.getByText('照片已选好')).toBeVisible()
  await page.getByRole('button', { name: '记下来' }).click()
  await expect(page.getByText('已存下，有网络会自己发到旗里')).toBeVisible()
  await page.goto(`${url}/boards`)
  await expect(page.getByRole('listitem').filter({ hasText: '玉米生产者补贴' })).toContainText(
    '最新',
  )
  expect(await violationsOn(page)).toEqual([])
  // It is no question.
  await page.goto(`${url}/questions`)
  await expect(page.getByText('玉米生产者补贴')).toHaveCount(0)
})

test('[BOARD-3] what is withdrawn must come down, on the phone and at the office, which has the photo', async () => {
  const roster = 'gengdi-dili/2025/1/result'
  expect(
    (await paper.office.iltod('roster', 'withdraw', SITE, roster, '--reason', 'void')).code,
  ).toBe(0)
  expect((await paper.office.iltod('publish')).code).toBe(0)
  await paper.office.start()
  await page.goto(`${url}/settings`)
  await page.getByRole('button', { name: '现在核对有没有更新' }).click()
  await expect(async () => {
    await page.goto(`${url}/boards`)
    await expect(page.getByRole('listitem').filter({ hasText: '耕地地力保护补贴' })).toContainText(
      '请取下',
      { timeout: 2_000 },
    )
  }).toPass({ timeout: 60_000 })
  await expect(page.getByRole('listitem').filter({ hasText: '玉米' })).toContainText('最新')
  await expect(page.getByText('已收到')).toBeVisible({ timeout: 60_000 })
  const { out } = await paper.office.iltod('boards', TOWN)
  expect(out).toContain('乌都岱嘎查')
  expect(out).toMatch(/gengdi-dili\/2025\/1\/result {2}第 1 版 {2}请取下/)
  expect(out).toMatch(/yumi-shengchan\/2025\/1\/notice {2}第 1 版 {2}最新/)
  expect(out).toContain('照片1张')
  expect((await paper.office.iltod('inbox', 'list')).out).toContain('没有待答复的')
})
