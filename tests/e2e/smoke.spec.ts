// The same short walk in the current browser and in the oldest one promised: place → search → account → question saved
// offline → restart.
import { expect, test } from '@playwright/test'
import { findBrowser, findOldBrowser, hasOldBrowser, openOldPage } from '../support/browser.ts'
import type { Office } from '../support/office.ts'
import { createPhone, type PhoneOptions } from '../support/phone.ts'
import { askAboutAccount, keepPlace, openAccount, searchFor } from '../support/phone-steps.ts'
import { openPreparedOffice, SITE } from '../support/prepared-office.ts'

let office: Office

test.beforeEach(async () => {
  test.setTimeout(180_000)
  office = await openPreparedOffice()
  await office.start()
})
test.afterEach(async () => {
  await office.dispose()
})

const walk = async (options: PhoneOptions) => {
  const phone = createPhone(options)
  try {
    const page = await phone.open()
    await keepPlace(page, office.url, SITE)
    await searchFor(page, office.url, '姚双学')
    await openAccount(page, '姚双学')
    await expect(page.getByText('3,115.02').first()).toBeVisible()
    await phone.close()
    await office.kill()

    const offline = await phone.open()
    await searchFor(offline, office.url, '姚双')
    await openAccount(offline, '姚双学')
    await askAboutAccount(offline, '面积是不是少了一亩？')
    await phone.close()

    const again = await phone.open()
    await again.goto(`${office.url}/questions`)
    await expect(again.getByText('面积是不是少了一亩？').first()).toBeVisible()
    await expect(again.getByText('尚未发出').first()).toBeVisible()
  } finally {
    await phone.dispose()
  }
}

test('the current browser goes the whole way, also after a cold start without a server', async () => {
  await walk({ browser: await findBrowser() })
})

test('Chromium 88 goes the whole way, also after a cold start without a server', async () => {
  test.skip(!hasOldBrowser, 'there is no Chromium 88 for this kind of machine')
  await walk({ browser: await findOldBrowser(), openPage: openOldPage })
})
