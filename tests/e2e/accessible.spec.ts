// axe finds nothing on any screen, in plain, dark and elder mode; the way to an account is walked by keyboard alone.
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { findBrowser } from '../support/browser.ts'
import { type Office, openOffice } from '../support/office.ts'
import { createPhone, type Phone } from '../support/phone.ts'
import { keepPlace } from '../support/phone-steps.ts'
import { isLong } from '../support/runs.ts'

const ROSTERS = path.resolve(import.meta.dirname, '../fixtures/rosters')
const ROSTER = path.join(
  ROSTERS,
  readdirSync(ROSTERS).find((name) => name.includes('巴达尔胡镇'))!,
)
const SITE = '152223105200'
const TOWN = '152223105'
const SCREENS = [
  '/',
  '/start',
  '/choose',
  `/p/${SITE}`,
  `/p/${TOWN}`,
  `/p/${SITE}/a/1`,
  `/p/${SITE}/g/1`,
  `/p/${SITE}/r/gengdi-dili/2025/1/result`,
  `/print?place=${SITE}`,
  '/policies',
  '/questions',
  `/ask?place=${SITE}`,
  '/settings',
  '/about',
]

let office: Office
let phone: Phone

test.beforeAll(async () => {
  test.setTimeout(180_000)
  office = await openOffice()
  phone = createPhone({ browser: await findBrowser() })
  await office.iltod('keys', 'init')
  expect((await office.iltod('import', ROSTER, '--accept')).code).toBe(0)
  expect((await office.iltod('publish')).code).toBe(0)
  await office.start()
  await keepPlace(await phone.open(), office.url, SITE)
})
test.afterAll(async () => {
  await phone.dispose()
  await office.dispose()
})

const violationsOn = async (page: Page): Promise<string[]> => {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((n) => n.target.join(' ')).join(' · ')}`,
  )
}

const visitAll = async (page: Page): Promise<Record<string, string[]>> => {
  const found: Record<string, string[]> = {}
  for (const screen of SCREENS) {
    await page.goto(office.url + screen)
    await expect(page.getByRole('main').getByRole('heading').first()).toBeVisible()
    const violations = await violationsOn(page)
    if (violations.length > 0) found[screen] = violations
  }
  return found
}

test('no screen has a flaw that axe finds, light', async () => {
  test.skip(!isLong, 'dark elder mode is the sample')
  test.setTimeout(180_000)
  expect(await visitAll(phone.context().pages()[0]!)).toEqual({})
})

const chooseElder = async (page: Page, on: boolean): Promise<void> => {
  await page.goto(`${office.url}/settings`)
  const elder = page.getByRole('switch', { name: /长辈版/ })
  if ((await elder.isChecked()) !== on) await elder.click()
}

interface Mode {
  readonly colorScheme: 'light' | 'dark'
  readonly elder: boolean
  readonly size: { readonly width: number; readonly height: number }
}

const PHONE = { width: 390, height: 844 }
const DESK = { width: 1280, height: 800 }
/** Everything together is the sample; the long run looks at each. */
const MODES: readonly Mode[] = [
  { colorScheme: 'dark', elder: true, size: PHONE },
  ...(isLong
    ? ([PHONE, DESK] as const).flatMap((size): Mode[] => [
        { colorScheme: 'light', elder: true, size },
        { colorScheme: 'dark', elder: false, size },
        { colorScheme: 'light', elder: false, size },
      ])
    : []),
]

for (const { colorScheme, elder, size } of MODES) {
  const name = `${colorScheme}, ${elder ? 'elder' : 'plain'} mode, ${size.width} wide`
  test(`no screen has a flaw that axe finds, ${name}`, async () => {
    test.setTimeout(180_000)
    const page = phone.context().pages()[0]!
    await page.setViewportSize(size)
    await page.emulateMedia({ colorScheme })
    await chooseElder(page, elder)
    expect(await visitAll(page)).toEqual({})
  })
}

test('the plain pages have no flaw either', async () => {
  const page = phone.context().pages()[0]!
  await page.setViewportSize(PHONE)
  await page.emulateMedia({ colorScheme: 'light' })
  for (const address of [
    '/s/',
    `/s/${SITE}`,
    `/s/${SITE}/gengdi-dili/2025/1/result`,
    '/s/policies',
  ]) {
    await page.goto(office.url + address)
    expect(await violationsOn(page), address).toEqual([])
  }
})

test('by keyboard alone: search, open the account', async () => {
  const page = phone.context().pages()[0]!
  await page.goto(`${office.url}/`)
  await page.getByRole('searchbox').focus()
  await page.keyboard.type('yaoshuangxue')
  await expect(page.getByRole('link', { name: /姚双学/ })).toBeVisible()
  for (let i = 0; i < 12; i++) {
    await page.keyboard.press('Tab')
    const name = await page.evaluate(() => document.activeElement?.textContent ?? '')
    if (name.includes('姚双学')) break
  }
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: /姚双学/, level: 1 })).toBeVisible()
})
