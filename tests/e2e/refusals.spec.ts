// What the phone refuses, with a reason, while the last good data stays: damage on the way, damage in its own storage, and
// an enrolled device that searches a whole town.
import { expect, type Page, test } from '@playwright/test'
import { findBrowser } from '../support/browser.ts'
import type { Office } from '../support/office.ts'
import { createPhone, type Phone } from '../support/phone.ts'
import { openPreparedOffice, SITE } from '../support/prepared-office.ts'

let office: Office
let phone: Phone

test.beforeAll(async () => {
  test.setTimeout(120_000)
  office = await openPreparedOffice()
  await office.start()
})
test.beforeEach(async () => {
  phone = createPhone({ browser: await findBrowser() })
})
test.afterEach(async () => {
  await phone.dispose()
})
test.afterAll(async () => {
  await office.dispose()
})

const keepPlace = async (page: Page) => {
  await page.goto(`${office.url}/p/${SITE}`)
  await page.getByRole('button', { name: '存到这台手机' }).click()
  await expect(page.getByText('已存到手机')).toBeVisible()
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true))
}

/** Flips one bit in every stored record of a table whose value holds bytes; gives how many it changed. */
const flipStored = (page: Page, table: string): Promise<number> =>
  page.evaluate(async (name) => {
    const open = indexedDB.open('iltod-published')
    const db = await new Promise<IDBDatabase>((done, fail) => {
      open.onsuccess = () => done(open.result)
      open.onerror = () => fail(new Error('not opened'))
    })
    const store = db.transaction(name, 'readwrite').objectStore(name)
    let changed = 0
    await new Promise<void>((done) => {
      const cursor = store.openCursor()
      cursor.onsuccess = () => {
        const at = cursor.result
        if (!at) {
          done()
          return
        }
        const row = at.value as Record<string, unknown>
        const field = Object.keys(row).find(
          (key) => row[key] instanceof ArrayBuffer || row[key] instanceof Uint8Array,
        )
        if (field !== undefined) {
          const value = row[field] as ArrayBuffer | Uint8Array
          const bytes = value instanceof Uint8Array ? value : new Uint8Array(value)
          bytes[bytes.length >> 1]! ^= 1
          at.update(row)
          changed++
        }
        at.continue()
      }
    })
    db.close()
    return changed
  }, table)

test('[PACK-26] a byte flipped in the pack between two offline starts is told, and nothing false is shown', async () => {
  test.setTimeout(120_000)
  const page = await phone.open()
  await keepPlace(page)
  const tables = await page.evaluate(async () => {
    const open = indexedDB.open('iltod-published')
    const db = await new Promise<IDBDatabase>((done) => {
      open.onsuccess = () => done(open.result)
    })
    const names = [...db.objectStoreNames]
    db.close()
    return names
  })
  expect(tables).toContain('packs')
  await page.goto('about:blank')
  await page.goto(`${office.url}/about`)
  // First the server goes: from one that answers, a damaged pack is fetched anew at once.
  await office.kill()
  expect(await flipStored(page, 'packs')).toBeGreaterThan(0)
  await phone.close()

  const again = await phone.open()
  await again.goto(`${office.url}/p/${SITE}`)
  await expect(again.getByText(/损坏|不符|不完整|被改动/).first()).toBeVisible()
  await expect(again.getByText('姚双学')).toHaveCount(0)

  await office.start()
  await again.reload()
  await expect(again.getByText('与公布的一致').first()).toBeVisible({ timeout: 60_000 })
})

test('a device enrolled for a town holds its villages and searches them together, also offline', async () => {
  test.setTimeout(120_000)
  const code = (await office.iltod('enrol', '图牧吉镇')).out.trim().split('\n').at(-1)!
  const page = await phone.open()
  await page.goto(`${office.url}/settings`)
  await page.getByRole('textbox', { name: /登记码/ }).fill(code)
  await page.getByRole('button', { name: /登记/ }).click()
  await expect(page.getByText(/图牧吉镇/).first()).toBeVisible()
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true))
  await page.goto(`${office.url}/`)
  await page.getByRole('searchbox', { name: '找人：输入姓名' }).fill('乌日娜')
  await expect(page.getByRole('link', { name: /乌日娜/ }).first()).toBeVisible({ timeout: 30_000 })
  await phone.close()
  await office.kill()
  const again = await phone.open()
  await again.goto(`${office.url}/`)
  await again.getByRole('searchbox', { name: '找人：输入姓名' }).fill('wrn')
  await expect(again.getByRole('link', { name: /乌日娜/ }).first()).toBeVisible()
  await office.start()
  await again.goto(`${office.url}/settings`)
})
