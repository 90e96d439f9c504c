// The one path everything is built around: a clerk's .xls → signed publication → a phone without network → a question asked
// there → answered by the office → read on that phone.
import path from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { findBrowser } from '../support/browser.ts'
import { type Office, openOffice } from '../support/office.ts'
import { createPhone, type Phone } from '../support/phone.ts'

const ROSTER = path.resolve(
  import.meta.dirname,
  '../fixtures/rosters/耕地地力保护补贴-巴达尔胡镇-2025.xls',
)
const SITE = '152223105200'
const QUESTION = '去年的地多二亩，今年为什么少了？'

let office: Office
let phone: Phone

test.beforeAll(async () => {
  office = await openOffice()
  phone = createPhone({ browser: await findBrowser() })
})
test.afterAll(async () => {
  await phone.dispose()
  await office.dispose()
})

const keepPlace = async (page: Page) => {
  await page.goto(`${office.url}/p/${SITE}`)
  await page.getByRole('button', { name: '存到这台手机' }).click()
  await expect(page.getByText('已存到手机')).toBeVisible()
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true))
}

const searchFor = async (page: Page, query: string) => {
  await page.goto(`${office.url}/`)
  await page.getByRole('searchbox', { name: '找人：输入姓名' }).fill(query)
}

test('one .xls becomes a publication that a phone finds offline, and a question asked there is answered', async () => {
  test.setTimeout(180_000)

  await test.step('the clerk imports and publishes', async () => {
    expect((await office.iltod('keys', 'init')).code).toBe(0)
    const refused = await office.iltod('import', ROSTER)
    expect(refused.code, 'remarks want a yes').toBe(4)
    const imported = await office.iltod('import', ROSTER, '--accept')
    expect(imported.out).toContain('180 人')
    const published = await office.iltod('publish')
    expect(published.out).toContain('第 1 次发布')
    await office.start()
    expect((await office.iltod('verify', office.url)).out).toContain('全部与签名一致')
  })

  await test.step('the phone takes the place', async () => {
    const page = await phone.open()
    await keepPlace(page)
    await searchFor(page, '姚双学')
    await expect(page.getByRole('link', { name: /姚双学/ })).toBeVisible()
    // The shell must be whole before the network goes: a second visit is served by the worker.
    await page.reload()
    await expect(page.getByRole('searchbox', { name: '找人：输入姓名' })).toBeVisible()
    await phone.close()
  })

  await test.step('cold start with the server gone: found and recomputed', async () => {
    await office.kill()
    const page = await phone.open()
    await searchFor(page, 'ysx')
    await page.getByRole('link', { name: /姚双学/ }).click()
    await expect(page.getByRole('heading', { name: /姚双学/ })).toBeVisible()
    await expect(page.getByText('3,115.02').first()).toBeVisible()
    await expect(page.getByText(/46\.21/).first()).toBeVisible()
    await expect(page.getByText('与公布的一致').first()).toBeVisible()
  })

  await test.step('a question is kept while there is no network', async () => {
    const page = phone.context().pages()[0]!
    await page.getByRole('main').getByRole('link', { name: '就这一户提问' }).click()
    await page.getByRole('textbox', { name: '您的问题' }).fill(QUESTION)
    await page.getByRole('button', { name: '存下并发送' }).click()
    await expect(page.getByText(/尚未发出/).first()).toBeVisible()
    await phone.close()
  })

  await test.step('back online it goes by itself, once, and the office answers', async () => {
    const page = await phone.open()
    await page.goto(`${office.url}/questions`).catch(() => undefined)
    await expect(page.getByText(/尚未发出/).first()).toBeVisible()
    await office.start()
    await expect(page.getByText(/已收到|已送达/).first()).toBeVisible({ timeout: 60_000 })
    const list = await office.iltod('inbox', 'list', '--json')
    const items = JSON.parse(list.out) as { id: string; text: string }[]
    expect(items.map((item) => item.text)).toEqual([QUESTION])
    const answer = await office.iltod(
      'inbox',
      'answer',
      items[0]!.id,
      '核查后答复：二亩已退耕，见公示。',
    )
    expect(answer.code).toBe(0)
    await page.reload()
    await expect(page.getByRole('link', { name: /去年的地/ })).toHaveCount(1)
    await page.getByRole('link', { name: /去年的地/ }).click()
    await expect(page.getByText('二亩已退耕')).toBeVisible({ timeout: 60_000 })
  })
})
