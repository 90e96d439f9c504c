// PACK-10 on a real phone without network: what its schedule hides is hidden at once, a clock set back shows nothing that was
// past, a clock far ahead destroys nothing.
import { expect, type Page, test } from '@playwright/test'
import { findBrowser } from '../support/browser.ts'
import type { Office } from '../support/office.ts'
import { createPhone, type Phone } from '../support/phone.ts'
import { keepPlace } from '../support/phone-steps.ts'
import { openPreparedOffice, SITE } from '../support/prepared-office.ts'

const YEAR_MS = 365 * 86_400_000

let office: Office
let phone: Phone

test.beforeAll(async () => {
  test.setTimeout(180_000)
  office = await openPreparedOffice()
  phone = createPhone({ browser: await findBrowser() })
  await office.start()
})
test.afterAll(async () => {
  await phone.dispose()
  await office.dispose()
})

/** Starts the phone anew with its clock `ahead` ms from now, and opens the place. */
const openAt = async (aheadMs: number): Promise<Page> => {
  await phone.close()
  const page = await phone.open()
  await phone.context().clock.setFixedTime(Date.now() + aheadMs)
  await page.goto(`${office.url}/p/${SITE}`)
  await expect(page.getByText('已存到手机')).toBeVisible()
  return page
}
const roster = (page: Page) => page.getByRole('link', { name: /耕地地力保护补贴/ })

test('[PACK-10] hidden when its time is over, shown again when the clock was wrong, nothing destroyed', async () => {
  test.setTimeout(180_000)
  const first = await phone.open()
  await keepPlace(first, office.url, SITE)
  await expect(roster(first).first()).toBeVisible()
  await office.kill()

  const later = await openAt(3 * YEAR_MS)
  await expect(roster(later)).toHaveCount(0)
  await later.goto(`${office.url}/p/${SITE}/a/1`)
  await expect(later.getByText('3,115.02')).toHaveCount(0)

  const in2035 = await openAt(9 * YEAR_MS)
  await expect(roster(in2035)).toHaveCount(0)

  const now = await openAt(0)
  await expect(roster(now).first()).toBeVisible()
  const setBack = await openAt(-4 * YEAR_MS)
  await expect(roster(setBack).first()).toBeVisible()
})
