// A phone with a village on it, an office and the cuttable way between them: where end-to-end tests of the outbox begin.
import { expect, type Page } from '@playwright/test'
import { findBrowser } from './browser.ts'
import type { Office } from './office.ts'
import { createPhone, type Phone } from './phone.ts'
import { keepPlace } from './phone-steps.ts'
import { openPreparedOffice, SITE } from './prepared-office.ts'
import { openWay, type Way } from './way.ts'

export { SITE } from './prepared-office.ts'

export interface FieldPhone {
  readonly office: Office
  readonly phone: Phone
  readonly way: Way
  /** Writes a question and saves it; the claim code's last four digits. */
  readonly ask: (page: Page, text: string) => Promise<string>
  /** Texts at the desk. */
  readonly onDesk: () => Promise<string[]>
  readonly dispose: () => Promise<void>
}

const ask = async (page: Page, url: string, text: string): Promise<string> => {
  await page.goto(`${url}/ask?place=${SITE}`)
  await page.getByRole('textbox', { name: '您的问题' }).fill(text)
  await page.getByRole('button', { name: '存下并发送' }).click()
  await expect(page.getByText('已存下').first()).toBeVisible()
  return (await page.locator('.code').innerText()).replace(/\D/g, '').slice(-4)
}

/** `args`: more of what the browser is started with. */
export const openFieldPhone = async (args: readonly string[] = []): Promise<FieldPhone> => {
  const office = await openPreparedOffice()
  const phone = createPhone({ browser: await findBrowser(), args })
  await office.start()
  const way = await openWay(office.url)
  const page = await phone.open()
  await keepPlace(page, way.url, SITE)
  await page.reload() // the shell is whole: the second visit is served by the worker
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  return {
    office,
    phone,
    way,
    ask: (onPage, text) => ask(onPage, way.url, text),
    onDesk: async () => {
      const { out } = await office.iltod('inbox', 'list', '--json')
      return (JSON.parse(out) as { text: string }[]).map((item) => item.text)
    },
    dispose: async () => {
      await phone.dispose()
      await way.close()
      await office.dispose()
    },
  }
}
