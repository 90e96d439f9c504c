// `npm run sheets`: prints every kind of sheet of the tests' office in a real Chromium, as PDF and PNG, into .cache/sheets.
// `npm run sheets -- NAME …` prints those whose name holds one of the words.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { findBrowser } from '../tests/support/browser.ts'
import { createEye, layOut, type PrintChoice, textOf, toPdf } from '../tests/support/paper.ts'
import { openPaperOffice } from '../tests/support/paper-office.ts'
import { createPhone } from '../tests/support/phone.ts'
import { SITE, TOWN } from '../tests/support/test-instance.ts'
import { buildApp } from './app/build.ts'
import { prepareIntake } from './app/intake-child.ts'

const root = path.resolve(import.meta.dirname, '..')
const out = path.join(root, '.cache/sheets')

const ROSTERS = {
  notice: 'yumi-shengchan/2025/1/notice',
  result: 'gengdi-dili/2025/1/result',
  masked: 'gaoling-jintie/2025/1/result',
} as const
const SCRIPTS = [
  ['zh', '汉文'],
  ['both', '汉蒙双语'],
  ['mn', '蒙古文'],
] as const

const inScripts = (name: string, choice: PrintChoice): (readonly [string, PrintChoice])[] =>
  SCRIPTS.map(([script, tile]) => [
    `${name}-${script}`,
    { ...choice, tiles: [...(choice.tiles ?? []), tile] },
  ])

const roster = (of: keyof typeof ROSTERS): PrintChoice => ({
  address: `/print?place=${SITE}&roster=${ROSTERS[of]}`,
})

const JOBS: readonly (readonly [string, PrintChoice])[] = [
  ...inScripts('notice', roster('notice')),
  ...inScripts('result', roster('result')),
  ...inScripts('masked', roster('masked')),
  ['notice-a3', { ...roster('notice'), tiles: ['A3'] }],
  ['notice-groups', { ...roster('notice'), tiles: ['每组一份'] }],
  ...inScripts('place-year', { address: `/print?place=${SITE}`, roster: '最近一年全部' }),
  ...inScripts('village', {
    address: `/print?place=${SITE}`,
    roster: '正在公示的',
    forVillage: true,
  }),
  ['town', { address: `/print?place=${TOWN}` }],
  ...inScripts('slips', { address: `/print?place=${SITE}&group=1&kind=slips` }),
  ['slip-one', { address: `/print?place=${SITE}&payee=1`, tiles: ['所有年份'] }],
  ...inScripts('leaflet', { address: '/print?policy=caoyuan-bujiang-2022' }),
  ...inScripts('leaflet-folded', {
    address: '/print?policy=caoyuan-bujiang-2022',
    tiles: ['A5 对折'],
  }),
]

/** How many pages of a long job are drawn; all are in the PDF. */
const DRAWN = 4

const wanted = process.argv.slice(2)
const jobs = JOBS.filter(
  ([name]) => wanted.length === 0 || wanted.some((word) => name.includes(word)),
)

await buildApp({ root, log: console.log, force: false })
await prepareIntake(root)
rmSync(out, { recursive: true, force: true })
mkdirSync(out, { recursive: true })
const { office, boardAddress } = await openPaperOffice()
const phone = createPhone({ browser: await findBrowser(console.log) })
try {
  await office.start()
  const page = await phone.open()
  await page.goto(boardAddress)
  await page.getByRole('button', { name: '存到这台手机' }).click()
  await page.getByText('已存到手机').waitFor()
  const { out: told } = await office.iltod('enrol', TOWN)
  await page.goto(`${office.url}/settings`)
  await page.getByLabel('登记码').fill(told.trim().split('\n').at(-1)!)
  await page.getByRole('button', { name: '登记' }).click()
  await page.getByText('已登记').waitFor()
  await page.goto(`${office.url}/policies`)
  await page.getByRole('link', { name: /草原/ }).first().waitFor()
  const eye = await createEye(phone.context())
  for (const [name, choice] of jobs) {
    const pages = await layOut(page, office.url, choice)
    const pdf = await toPdf(page)
    writeFileSync(path.join(out, `${name}.pdf`), pdf)
    const printed = (await textOf(pdf)).length
    for (let at = 1; at <= Math.min(printed, DRAWN); at++)
      writeFileSync(path.join(out, `${name}-${at}.png`), (await eye(pdf, at)).png)
    console.log(`${name}: ${printed} of ${pages} pages`)
  }
  console.log(`→ ${path.relative(root, out)}`)
} finally {
  await phone.dispose()
  await office.dispose()
}
