// Background Sync in a real Chromium: what was saved without a network goes out by the worker, with no page open.
import { type CDPSession, type Page, expect, test } from '@playwright/test'
import { type FieldPhone, openFieldPhone } from '../support/field-phone.ts'
import { putsOf } from '../support/way.ts'

let field: FieldPhone

const tagsOf = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const ready = await navigator.serviceWorker.ready
    return (ready as unknown as { sync: { getTags: () => Promise<string[]> } }).sync.getTags()
  })

/** Where Chromium's own storage was slow at its start it shuts Background Sync off for the life of that profile. */
const openSyncingPhone = async (triesLeft = 2): Promise<FieldPhone> => {
  const opened = await openFieldPhone()
  const works = await tagsOf(opened.phone.context().pages()[0]!).then(
    () => true,
    () => false,
  )
  if (works || triesLeft === 0) return opened
  await opened.dispose()
  return openSyncingPhone(triesLeft - 1)
}

test.beforeAll(async () => {
  test.setTimeout(180_000)
  field = await openSyncingPhone()
})
test.afterAll(() => field.dispose())

const registrationOf = (cdp: CDPSession): Promise<string> =>
  new Promise((found) => {
    cdp.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const ours = registrations.find((one) => one.scopeURL.startsWith(field.way.url))
      if (ours) found(ours.registrationId)
    })
    void cdp.send('ServiceWorker.enable')
  })

test('[OUT-16] [OUT-17] [OUT-19] the worker sends what was saved offline, once, with every page of the app closed', async () => {
  test.setTimeout(120_000)
  const { phone, way } = field
  const page = phone.context().pages()[0]!
  way.cut = true
  await field.ask(page, '没有网络时写的，页面已经关了')
  await expect(page.getByText(/尚未发出/).first()).toBeVisible()
  const tags = await tagsOf(page)
  expect(tags).toEqual(['iltod-outbox'])

  const elsewhere = await phone.context().newPage()
  await page.close()
  await elsewhere.waitForTimeout(500)
  expect(putsOf(way)).toEqual([])
  way.cut = false
  const cdp = await phone.context().newCDPSession(elsewhere)
  const registrationId = await registrationOf(cdp)
  const wake = { origin: way.url, registrationId, tag: 'iltod-outbox', lastChance: false }
  await cdp.send('ServiceWorker.dispatchSyncEvent', wake)
  await expect.poll(() => putsOf(way).length, { timeout: 20_000 }).toBe(1)
  await expect.poll(field.onDesk, { timeout: 20_000 }).toEqual(['没有网络时写的，页面已经关了'])

  // No page of the app was open: the worker itself noted that nothing is unsent any more.
  const noted = async () => (await phone.context().cookies(way.url)).map(({ value }) => value)
  await expect.poll(noted).toEqual([expect.stringMatching(/^[0-9a-f]+\.[0-9a-z]+\.0\.$/)])

  await elsewhere.goto(`${way.url}/questions`)
  await expect(elsewhere.getByText('已收到').first()).toBeVisible()
  expect(putsOf(way).length).toBe(1)
})
