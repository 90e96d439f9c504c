// Sheets as they come out of the printer: printed without a network from what the phone holds, read again as text and pixels,
// their codes by a reader that shares nothing with ours.
import { expect, type Page, test } from '@playwright/test'
import { findBrowser } from '../support/browser.ts'
import { spellings } from '../support/canary-workbook.ts'
import { codesOn, createEye, layOut, type PrintChoice, textOf, toPdf } from '../support/paper.ts'
import { openPaperOffice, paperSecrets, type PaperOffice, people } from '../support/paper-office.ts'
import { createPhone, type Phone } from '../support/phone.ts'
import { SITE, TOWN } from '../support/test-instance.ts'

const NOTICE = 'yumi-shengchan/2025/1/notice'
const RESULT = 'gengdi-dili/2025/1/result'

let paper: PaperOffice
let phone: Phone
let page: Page
let url: string
let eye: Awaited<ReturnType<typeof createEye>>

interface Printed {
  readonly pdf: Buffer
  /** Of each page, in order. */
  readonly text: readonly string[]
}
/** By the name of the test's own choosing; all of them are searched for numbers at the end. */
const printed = new Map<string, Printed>()

const print = async (name: string, choice: PrintChoice): Promise<Printed> => {
  const laid = await layOut(page, url, choice)
  const pdf = await toPdf(page)
  const sheet = { pdf, text: await textOf(pdf) }
  expect(sheet.text.length, `${name}: pages of the PDF`).toBe(laid)
  printed.set(name, sheet)
  return sheet
}

const codes = async ({ pdf }: Printed, at = 1): Promise<string[]> =>
  codesOn(await eye(pdf, at, 200))
const count = (text: string, what: string): number => text.split(what).length - 1
const dense = (text: string): string => text.replace(/\s/g, '')

test.describe.configure({ mode: 'serial' })

test.beforeAll(async () => {
  test.setTimeout(300_000)
  paper = await openPaperOffice()
  url = paper.office.url
  await paper.office.start()
  phone = createPhone({ browser: await findBrowser() })
  page = await phone.open()
  // By the board's own code: the place comes with its key.
  await page.goto(paper.boardAddress)
  await page.getByRole('button', { name: '存到这台手机' }).click()
  await expect(page.getByText('已存到手机')).toBeVisible()
  await page.goto(`${url}/policies`)
  await expect(page.getByRole('link', { name: /耕地地力/ }).first()).toBeVisible()
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true))
  eye = await createEye(phone.context())
  await paper.office.kill()
})
test.afterAll(async () => {
  await phone.dispose()
  await paper.office.dispose()
})

test('[PAPER-3] a long notice: every line once over its pages, heads and foot on each', async () => {
  const { text } = await print('board', { address: `/print?place=${SITE}&roster=${NOTICE}` })
  expect(text.length).toBeGreaterThan(3)
  expect(text.length).toBeLessThan(7)
  const all = dense(text.join(''))
  const others = people.flatMap(({ name }, n) => (count(all, name) === 1 ? [] : [`${n} ${name}`]))
  expect(others).toEqual([])
  for (const { name, yuan } of people) {
    const [, after = ''] = all.split(name)
    const amount = yuan.replace(/\B(?=(\d{3})+\.)/g, ',')
    expect(after.slice(0, 60), `${name}: ${amount}`).toContain(amount)
  }
  const last = text.length
  const root = await page.evaluate(() => document.querySelector('figure svg')!.ariaLabel)
  const digits = /r=([0-9a-f]{8})/.exec(root ?? '')![1]!
  for (const [at, own] of text.entries()) {
    expect(dense(own)).toContain(`第${at + 1}页,共${last}页`)
    for (const words of ['编号', '姓名', '金额', '演示数据', '玉米生产者补贴', '第1版', digits])
      expect(dense(own), `page ${at + 1}`).toContain(words)
  }
})

test('[PAPER-4] it says its period, until when it hangs, whom to ask and what it comes to', async () => {
  const text = dense(printed.get('board')!.text.join(''))
  const days = [...text.matchAll(/(\d{4})年(\d{1,2})月(\d{1,2})日/g)].map(([, y, m, d]) =>
    Date.UTC(Number(y), Number(m) - 1, Number(d)),
  )
  const [from, to, published] = days
  const [last, down] = days.slice(-2)
  const DAY = 86_400_000
  expect([to! - from!, published! - from!, last! - to!, down! - to!]).toEqual([6 * DAY, 0, 0, DAY])
  for (const words of ['公示期', '首尾两天都算', '请取下', '扎赉特旗财政局', '巴达尔胡镇'])
    expect(text).toContain(words)
  expect(text).toContain(`合计${people.length}人`)
})

test('[PAPER-1] its code opens the roster, without a network', async () => {
  const [code] = await codes(printed.get('board')!)
  expect(code).toMatch(new RegExp(`^${url}/p/${SITE}/r/${NOTICE}\\?r=[0-9a-f]{8}$`))
  await page.goto(code!)
  await expect(page.getByRole('heading', { name: '玉米生产者补贴', level: 1 })).toBeVisible()
  await expect(page.getByText(people[77]!.name)).toBeVisible()
})

test('in both scripts and in Mongolian the same lines stand there, on paper that lies right', async () => {
  const both = await print('board-both', {
    address: `/print?place=${SITE}&roster=${RESULT}`,
    tiles: ['汉蒙双语'],
  })
  const mongolian = await print('board-mn', {
    address: `/print?place=${SITE}&roster=${RESULT}`,
    tiles: ['蒙古文'],
  })
  const letters = (text: readonly string[]) => dense(text.join('')).replace(/\u180e/g, '')
  for (const { text } of [both, mongolian]) {
    // Some letters look alike, and a PDF knows shapes: words without such.
    for (const word of ['ᠬᠡᠪᠯᠡᠯ', 'ᠨᠡᠢᠲᠡ', 'ᠪᠠᠷᠢᠮᠵᠢᠶᠠ']) expect(letters(text)).toContain(word)
    for (const { name, mu } of people.slice(0, 5)) {
      expect(count(dense(text.join('')), name)).toBe(1)
      expect(dense(text.join(''))).toContain(String(mu))
    }
  }
  expect(dense(both.text.join(''))).toContain('草稿')
  expect(letters(mongolian.text)).toContain('ᠨᠣᠣᠷᠠᠭ')
  const size = async ({ pdf }: Printed) => {
    const { width, height } = await eye(pdf, 1, 72)
    return [width, height]
  }
  expect(await size(both)).toEqual([595, 842])
  expect(await size(mongolian)).toEqual([842, 595])
  expect(await codes(mongolian)).toEqual(await codes(both))
})

test('on A3 the same pages, larger', async () => {
  const small = printed.get('board')!
  const large = await print('board-a3', {
    address: `/print?place=${SITE}&roster=${NOTICE}`,
    tiles: ['A3'],
  })
  const { width, height } = await eye(large.pdf, 1, 72)
  expect([width, height]).toEqual([842, 1191])
  expect(large.text.length).toBe(small.text.length)
})

test('by groups: each group’s people on its own sheet', async () => {
  const { text } = await print('groups', {
    address: `/print?place=${SITE}&roster=${NOTICE}`,
    tiles: ['每组一份'],
  })
  for (const group of ['第一村民小组', '第二村民小组', '第三村民小组']) {
    const own = dense(text.filter((one) => one.includes(group)).join(''))
    for (const person of people)
      expect(count(own, person.name)).toBe(person.group === group ? 1 : 0)
  }
})

test('[PAPER-2, PAPER-5] a place’s whole year: masked names only, sums only, nothing for the village alone', async () => {
  const { text } = await print('place', {
    address: `/print?place=${SITE}`,
    roster: '最近一年全部',
  })
  const masked = text.filter((one) => one.includes('高龄津贴') && one.includes('尾号')).join('')
  expect(masked).toBe('')
  const list = dense(text.filter((one) => one.includes('隐去的姓名')).join(''))
  expect(list).toContain('*')
  for (const { name } of people.slice(20, 43)) expect(list).not.toContain(name)
  expect(dense(text.join(''))).toContain('农村牧区最低生活保障9')
  // What the village alone may read line by line is published as a sum, and has no sheet of its own.
  expect(dense(text.join(''))).toContain('大豆生产者补贴公示中7')
  expect(dense(text.join(''))).not.toContain('大豆生产者补贴2025年')
  const all: string[] = []
  for (let at = 1; at <= text.length; at++) all.push(...(await codes(printed.get('place')!, at)))
  expect(all.length).toBeGreaterThan(3)
  expect(all.join(' ')).not.toContain('#k=')
})

test('[PAPER-5] a sheet for the village’s own board says so, and its code opens the village part elsewhere', async () => {
  const sheet = await print('village', {
    address: `/print?place=${SITE}`,
    roster: '正在公示的',
    forVillage: true,
  })
  const soya = sheet.text.findIndex((one) => one.includes('大豆生产者补贴'))
  expect(dense(sheet.text[soya]!)).toContain('只贴在本村公开栏')
  const [code] = await codes(sheet, soya + 1)
  expect(code).toMatch(/\/r\/dadou-shengchan\/2025\/1\/notice\?r=[0-9a-f]{8}#k=[\w-]{43}$/)
  await paper.office.start()
  const other = createPhone({ browser: await findBrowser() })
  const strange = await other.open()
  await strange.goto(code!)
  await strange.getByRole('button', { name: '存到这台手机' }).click()
  await expect(strange.getByRole('heading', { name: '大豆生产者补贴', level: 1 })).toBeVisible()
  await expect(strange.getByText(people[6]!.name)).toBeVisible()
  await other.dispose()
  await paper.office.kill()
})

test('[PAPER-6] slips, four to a page: each of one payee, its code opens just that account', async () => {
  const { pdf, text } = await print('slips', {
    address: `/print?place=${SITE}&group=1&kind=slips`,
  })
  const own = people.filter(({ group }) => group === '第一村民小组')
  expect(text.length).toBe(Math.ceil(own.length / 4))
  for (const { name } of own) expect(count(dense(text.join('')), name)).toBe(1)
  const frames = await page.locator('.frame').allInnerTexts()
  for (const [n, frame] of frames.entries())
    for (const { name } of people) expect(frame.includes(name)).toBe(name === own[n]?.name)
  expect(dense(frames[0]!)).toContain('按规定，以下项目不在这里列出任何人')
  const found = await codesOn(await eye(pdf, 1, 200))
  expect(found.length).toBe(4)
  for (const code of found) {
    expect(code).toMatch(new RegExp(`^${url}/p/${SITE}/a/\\d+\\?r=[0-9a-f]{8}$`))
    await page.goto(code)
    const heading = page.getByRole('main').getByRole('heading', { level: 1 })
    await expect(heading).toBeVisible()
    expect(own.slice(0, 4).map(({ name }) => name)).toContain(await heading.innerText())
  }
})

test('one payee’s slip from his account, in Mongolian too', async () => {
  await page.goto(`${url}/p/${SITE}/a/3`)
  await page.getByRole('main').getByRole('link', { name: '打印' }).click()
  await expect(page.getByText('共 1 页')).toBeVisible()
  const slip = await print('slip', { address: `/print?place=${SITE}&payee=3`, tiles: ['蒙古文'] })
  expect(slip.text).toHaveLength(1)
  expect(dense(slip.text[0]!)).toContain(people[2]!.name)
  expect(await codes(slip)).toHaveLength(1)
})

test('a policy as one page, or folded', async () => {
  const leaflet = { address: '/print?policy=caoyuan-bujiang-2022' }
  for (const tile of ['A4', 'A5 对折']) {
    const sheet = await print(`leaflet ${tile}`, { ...leaflet, tiles: [tile] })
    expect(sheet.text).toHaveLength(1)
    const text = dense(sheet.text[0]!)
    for (const words of ['补贴对象', '补贴标准', '11.9235', '未收集到', '出处'])
      expect(text).toContain(words)
    const [code] = await codes(sheet)
    expect(code).toMatch(/\/policies\/caoyuan-bujiang-2022\?r=[0-9a-f]{8}$/)
  }
})

test('all of a town’s sheets are one job', async () => {
  await paper.office.start()
  const { out } = await paper.office.iltod('enrol', TOWN)
  await page.goto(`${url}/settings`)
  await page.getByLabel('登记码').fill(out.trim().split('\n').at(-1)!)
  await page.getByRole('button', { name: '登记' }).click()
  await expect(page.getByText(/已登记/)).toBeVisible()
  await page.goto(`${url}/print?place=${TOWN}`)
  // Villages come one by one, and the job grows with them.
  const sheetOf = page.getByRole('region', { name: /巴达尔胡嘎查 耕地地力保护补贴/ })
  await expect(sheetOf).toBeVisible({ timeout: 60_000 })
  await paper.office.kill()
  const { text } = await print('town', { address: `/print?place=${TOWN}` })
  const all = dense(text.join(''))
  expect(count(all, '乌都岱嘎查耕地地力保护补贴2025年·')).toBe(1)
  expect(count(all, '巴达尔胡嘎查耕地地力保护补贴2025年·')).toBe(1)
})

/** `name: the last four of the number`, for each number of the registry in any spelling. */
const leaksIn = (name: string, text: readonly string[]): string[] => {
  const [plain, packed] = [text.join('\n'), dense(text.join(''))]
  return paperSecrets
    .filter((secret) =>
      spellings(secret).some(
        (spelling) => plain.includes(spelling) || packed.includes(dense(spelling)),
      ),
    )
    .map((secret) => `${name}: …${secret.slice(-4)}`)
}

test('[MASK-4] no number of the registry is in the text of any sheet', async () => {
  expect(printed.size).toBeGreaterThan(10)
  expect([...printed].flatMap(([name, { text }]) => leaksIn(name, text))).toEqual([])
  // One that stood there would be found, also broken over lines.
  const secret = paperSecrets[1]!
  await page.setContent(`<p style="width: 6em; overflow-wrap: anywhere">身份证${secret}`)
  const text = await textOf(await toPdf(page))
  expect(leaksIn('planted', text)).toContain(`planted: …${secret.slice(-4)}`)
})
