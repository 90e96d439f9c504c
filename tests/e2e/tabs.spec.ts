// Five tabs of one phone: one of them sends. When it is killed another takes over within ten seconds.
import { expect, type Page, test } from '@playwright/test'
import { type FieldPhone, openFieldPhone } from '../support/field-phone.ts'
import { putsOf } from '../support/way.ts'

let field: FieldPhone

test.beforeAll(async () => {
  test.setTimeout(180_000)
  field = await openFieldPhone()
})
test.afterAll(() => field.dispose())

interface Held {
  readonly held: readonly { readonly name: string; readonly clientId: string }[]
  readonly pending: readonly { readonly name: string }[]
}

const locksSeenBy = (page: Page): Promise<Held> =>
  page.evaluate(async () => {
    const { held = [], pending = [] } = await navigator.locks.query()
    return JSON.parse(JSON.stringify({ held, pending })) as never
  })

const leaderSeenBy = async (page: Page): Promise<string | null> =>
  (await locksSeenBy(page)).held.find(({ name }) => name === 'iltod-outbox')?.clientId ?? null

/** The tab that holds the lock: the one whose own request, made now, is of the same client. */
const clientOf = (page: Page): Promise<string> =>
  page.evaluate(() =>
    navigator.locks.request(`whoami ${Math.random()}`, async (lock) => {
      const { held = [] } = await navigator.locks.query()
      return held.find(({ name }) => name === lock!.name)!.clientId!
    }),
  )

test('[OUT-3] five tabs have one uploader; when its tab is killed another sends within ten seconds', async () => {
  test.setTimeout(120_000)
  const { phone, way } = field
  const tabs = [phone.context().pages()[0]!]
  while (tabs.length < 5) tabs.push(await phone.context().newPage())
  for (const tab of tabs) await tab.goto(`${way.url}/questions`)
  const waitingTabs = async () =>
    (await locksSeenBy(tabs[0]!)).pending.filter(({ name }) => name === 'iltod-outbox').length
  await expect.poll(waitingTabs).toBe(4)

  await field.ask(tabs[4]!, '五个标签页里写的')
  for (const tab of tabs.slice(0, 4))
    await expect(tab.getByText('已收到').first()).toBeVisible({ timeout: 20_000 })
  expect(putsOf(way)).toHaveLength(1)

  const leader = await leaderSeenBy(tabs[0]!)
  const clients = await Promise.all(tabs.map(clientOf))
  const leading = tabs[clients.indexOf(leader!)]!
  const others = tabs.filter((tab) => tab !== leading)
  way.cut = true
  await field.ask(others[0]!, '领头的被杀之前写的')
  // Killed as a phone kills a tab: no code of it runs any more.
  const cdp = await phone.context().newCDPSession(leading)
  const crashed = leading.waitForEvent('crash')
  cdp.send('Page.crash').catch(() => undefined)
  await crashed
  // Not before: the one that dies must not have sent it.
  way.cut = false
  const killedMs = Date.now()
  await expect.poll(() => leaderSeenBy(others[1]!), { timeout: 10_000 }).not.toBe(leader)
  await expect.poll(() => putsOf(way).length, { timeout: 10_000 }).toBe(2)
  expect(Date.now() - killedMs).toBeLessThanOrEqual(10_000)
  await expect
    .poll(field.onDesk, { timeout: 20_000 })
    .toEqual(expect.arrayContaining(['领头的被杀之前写的', '五个标签页里写的']))
  expect(new Set(putsOf(way)).size).toBe(2)
})
