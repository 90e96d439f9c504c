// What is unsent goes to another phone as a file, and that phone sends it.
import { expect, test } from '@playwright/test'
import { findBrowser } from '../support/browser.ts'
import { type FieldPhone, openFieldPhone } from '../support/field-phone.ts'
import { createPhone } from '../support/phone.ts'
import { keepPlace } from '../support/phone-steps.ts'
import { SITE } from '../support/field-phone.ts'

let field: FieldPhone

test.beforeAll(async () => {
  test.setTimeout(180_000)
  field = await openFieldPhone()
})
test.afterAll(() => field.dispose())

test('[OUT-22] a file of unsent questions is sent by another phone, and the first phone still gets its receipt', async () => {
  test.setTimeout(120_000)
  const { way, office } = field
  const page = field.phone.context().pages()[0]!
  way.cut = true
  await field.ask(page, '请帮我带出去')
  await page.goto(`${way.url}/questions`)
  const saving = page.waitForEvent('download')
  await page.getByRole('button', { name: '把没发出的存成文件' }).click()
  const file = await (await saving).path()

  const other = createPhone({ browser: await findBrowser() })
  try {
    const theirs = await other.open()
    await keepPlace(theirs, office.url, SITE)
    await theirs.goto(`${office.url}/questions`)
    const choosing = theirs.waitForEvent('filechooser')
    await theirs.getByRole('button', { name: '代发别人的文件' }).click()
    await (await choosing).setFiles(file)
    await expect(theirs.getByText('取进来 1 件')).toBeVisible()
    await expect.poll(field.onDesk, { timeout: 20_000 }).toEqual(['请帮我带出去'])
  } finally {
    await other.dispose()
  }
  way.cut = false
  await page.getByRole('button', { name: '现在发送' }).click()
  await expect(page.getByText('已收到').first()).toBeVisible({ timeout: 20_000 })
  expect(await field.onDesk()).toEqual(['请帮我带出去'])
})
