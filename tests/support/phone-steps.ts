// What a person does on the phone, in words of the screen, shared by the end-to-end tests.
import { expect, type Page } from '@playwright/test'

/** Opens a place's page by its board's address and keeps it on the phone. */
export const keepPlace = async (page: Page, url: string, place: string): Promise<void> => {
  await page.goto(`${url}/p/${place}`)
  await page.getByRole('button', { name: '存到这台手机' }).click()
  await expect(page.getByText('已存到手机')).toBeVisible()
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true))
}

export const searchFor = async (page: Page, url: string, query: string): Promise<void> => {
  await page.goto(`${url}/`)
  await page.getByRole('searchbox', { name: '找人：输入姓名' }).fill(query)
}

export const openAccount = async (page: Page, name: string): Promise<void> => {
  await page
    .getByRole('link', { name: new RegExp(name) })
    .first()
    .click()
  await expect(page.getByRole('heading', { name: new RegExp(name), level: 1 })).toBeVisible()
}

/** From an account: writes a question and saves it; resolves once the phone says that it is kept. */
export const askAboutAccount = async (page: Page, text: string): Promise<void> => {
  await page.getByRole('main').getByRole('link', { name: '就这一户提问' }).click()
  await page.getByRole('textbox', { name: '您的问题' }).fill(text)
  await page.getByRole('button', { name: '存下并发送' }).click()
  await expect(page.getByText('已存下').first()).toBeVisible()
}
