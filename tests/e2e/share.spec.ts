// The years of an account as a chart with its table; pictures to be saved and sent, made without a network, their codes read by
// zbar; and the way back: a code that is scanned opens what it stands for.
import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { findBrowser } from '../support/browser.ts'
import type { Office } from '../support/office.ts'
import { createPhone, type Phone } from '../support/phone.ts'
import { keepPlace } from '../support/phone-steps.ts'
import { openDemoOffice } from '../support/prepared-office.ts'
import { codesOfPicture, giveCodeReader, showToCamera } from '../support/picture-codes.ts'

const SITE = '152223105200'
const ACCOUNT = `/p/${SITE}/a/1`

let office: Office
let phone: Phone
let page: Page
/** Of the account, as it was saved. */
let picture = ''

test.describe.configure({ mode: 'serial' })

test.beforeAll(async () => {
  test.setTimeout(180_000)
  office = await openDemoOffice()
  phone = createPhone({ browser: await findBrowser() })
  await office.start()
  page = await phone.open()
  await giveCodeReader(page)
  await keepPlace(page, office.url, SITE)
  await page.goto(`${office.url}/policies/gengdi-dili`)
  await expect(page.getByRole('heading', { level: 1, name: /耕地地力/ })).toBeVisible()
  await phone.context().setOffline(true)
})
test.afterAll(async () => {
  await phone.dispose()
  await office.dispose()
})

const flaws = async (): Promise<string[]> => {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((one) => one.target.join(' ')).join(' · ')}`,
  )
}

/** Opens the dialog and gives the address of its picture. */
const draw = async (address: string): Promise<string> => {
  await page.goto(office.url + address)
  await page.getByRole('button', { name: '存成图片、分享' }).click()
  const drawn = page.getByRole('dialog').getByRole('img')
  await expect(drawn).toBeVisible()
  return (await drawn.getAttribute('src'))!
}

test('chart and table of the years agree, and both with the page', async () => {
  await page.goto(office.url + ACCOUNT)
  const section = page.getByRole('region', { name: '历年合计' })
  await expect(section.getByRole('img', { name: /历年合计的图/ })).toBeVisible()
  const texts = await section.locator('svg text').allTextContents()
  const chart = texts.flatMap((text, at) => (at % 2 === 0 ? [[text, texts[at + 1]!] as const] : []))
  expect(chart.length).toBeGreaterThan(3)
  await section.getByText('看数字表').click()
  const rows = section.getByRole('row').filter({ has: page.getByRole('rowheader') })
  const table = await Promise.all(
    (await rows.all()).map(async (row) => {
      const [year = '', ...cells] = (await row.innerText()).split(/\s+/)
      return [year.replace('年', ''), cells.join(' + ')] as const
    }),
  )
  expect(table.map(([year, text]) => [year, text === '没有公开' ? '—' : text])).toEqual(chart)
  for (const [year, figure] of chart.filter(([, text]) => text !== '—')) {
    const own = page.getByRole('region', { name: `${year}年` })
    await expect(own.locator('dd').first()).toHaveText(`${figure.split(' + ')[0]!} 元`)
  }
  expect(await flaws()).toEqual([])
})

test('[PAPER-7] an account as a picture: saved without a network, its code the slip’s', async () => {
  picture = await draw(ACCOUNT)
  expect(await flaws()).toEqual([])
  const codes = await codesOfPicture(page, picture)
  expect(codes).toEqual([
    expect.stringMatching(new RegExp(`^${office.url}${ACCOUNT}\\?r=[0-9a-f]{8}$`)),
  ])
  await expect(page.getByRole('dialog')).toContainText(codes[0]!)
  const downloading = page.waitForEvent('download')
  await page.getByRole('button', { name: '存到手机' }).click()
  expect((await downloading).suggestedFilename()).toMatch(/巴达尔胡嘎查\.png$/)
})

test('where the browser hands files on, the picture goes to other apps; where it fails, the rest stays', async () => {
  await page.goto(office.url + ACCOUNT)
  await page.evaluate(() => {
    const sent: string[] = []
    let times = 0
    Object.assign(navigator, {
      canShare: () => true,
      share: async ({ files = [] }: ShareData) => {
        times += 1
        if (times === 1) throw new DOMException('', 'AbortError')
        if (times === 3) throw new DOMException('', 'NotAllowedError')
        sent.push(...files.map(({ type, size }) => `${type} ${size > 10_000}`))
      },
    })
    Object.assign(window, { sent })
  })
  await page.getByRole('button', { name: '存成图片、分享' }).click()
  const send = page.getByRole('button', { name: '发给别人' })
  await send.click() // given up by the person: offered again
  await send.click()
  expect(await page.evaluate(() => (window as unknown as { sent: string[] }).sent)).toEqual([
    'image/png true',
  ])
  await send.click()
  await expect(send).toBeHidden()
  await expect(page.getByRole('button', { name: '存到手机' })).toBeVisible()
})

test('[PAPER-7] a place and a policy as pictures: their codes open them, without a key', async () => {
  for (const address of [`/p/${SITE}`, '/policies/gengdi-dili']) {
    const codes = await codesOfPicture(page, await draw(address))
    expect(codes).toEqual([
      expect.stringMatching(new RegExp(`^${office.url}${address}\\?r=[0-9a-f]{8}$`)),
    ])
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
  }
})

const scan = async (): Promise<void> => {
  await page.goto(`${office.url}/`)
  await page.getByRole('button', { name: '扫码' }).click()
}
const isAccount = () => expect(page).toHaveURL(new RegExp(`${ACCOUNT}\\?r=`))

test('a photo of the code opens the account; one without says so', async () => {
  await scan()
  await expect(page.getByRole('button', { name: '打开相机' })).toBeVisible()
  expect(await flaws()).toEqual([])
  const chooser = page.locator('input[type=file]')
  const empty = await page.screenshot()
  await chooser.setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: empty })
  await expect(page.getByText('照片里没有看到码')).toBeVisible()
  const buffer = Buffer.from(picture.slice(picture.indexOf(',') + 1), 'base64')
  await chooser.setInputFiles({ name: 'b.png', mimeType: 'image/png', buffer })
  await isAccount()
})

test('the camera before the code opens the account', async () => {
  await scan()
  await showToCamera(page, picture)
  await page.getByRole('button', { name: '打开相机' }).click()
  await isAccount()
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
})

test('by the last four on large keys an account is found without a letter', async () => {
  await page.goto(office.url + ACCOUNT)
  const shown = await page
    .getByText(/尾号 [\dX]{4}/)
    .first()
    .innerText()
  const [, digits = ''] = /尾号 ([\dX]{4})/.exec(shown)!
  const name = await page.getByRole('heading', { level: 1 }).innerText()
  await page.goto(`${office.url}/`)
  await page.getByRole('button', { name: '后四位' }).click()
  for (const digit of digits) await page.getByRole('button', { name: digit, exact: true }).click()
  await expect(page.getByRole('link', { name: new RegExp(name) })).toBeVisible()
})

test('without a code reader it is said how the phone does it', async () => {
  await page.goto(`${office.url}/`)
  await page.evaluate(() => {
    Object.assign(window, { BarcodeDetector: undefined })
  })
  await page.getByRole('button', { name: '扫码' }).click()
  await expect(page.getByText('这个浏览器不能扫码')).toBeVisible()
})
