// Every screen of the app, for whoever walks through all of them: accessibility, geometry, screenshots.
import type { Page } from '@playwright/test'

export const SITE = '152223105200'
const TOWN = '152223105'
/** First of the people of the longest roster (longest-roster.ts): those of the demo's own end before. */
const LONGEST_PAYEE = 59

export interface Shown {
  readonly name: string
  /** `:question` stands for one that was asked from this phone. */
  readonly path: string
  /** What is done before one looks. */
  readonly then?: (page: Page) => Promise<void>
}

const openReading = async (page: Page): Promise<void> => {
  await page.locator('header button[aria-haspopup="dialog"]').click()
  await page.locator('dialog[open]').waitFor()
}

export const SCREENS: readonly Shown[] = [
  { name: 'home', path: '/' },
  {
    name: 'found',
    path: '/',
    then: async (page) => {
      await page.getByRole('searchbox').fill('a')
      await page.locator('#found li').first().waitFor()
    },
  },
  {
    name: 'pad',
    path: '/',
    then: async (page) => {
      const keys = page.locator('main button[aria-pressed]').first()
      if ((await keys.getAttribute('aria-pressed')) === 'false') await keys.click()
      await page.locator('.pad').waitFor()
    },
  },
  { name: 'reading', path: '/', then: openReading },
  { name: 'start', path: '/start' },
  { name: 'choose', path: '/choose' },
  { name: 'village', path: `/p/${SITE}` },
  { name: 'town', path: `/p/${TOWN}` },
  { name: 'department', path: '/p/d-finance' },
  { name: 'group', path: `/p/${SITE}/g/1` },
  { name: 'account', path: `/p/${SITE}/a/1` },
  { name: 'longest-account', path: `/p/${SITE}/a/${LONGEST_PAYEE + 6}` },
  { name: 'roster', path: `/p/${SITE}/r/gengdi-dili/2026/1/result` },
  { name: 'counts', path: `/p/${SITE}/r/canji-huli/2025/二季度/result` },
  { name: 'post', path: `/p/${SITE}/n/demo-badarhu-village` },
  { name: 'policies', path: '/policies' },
  { name: 'for-me', path: '/for-me' },
  { name: 'policy', path: '/policies/:policy' },
  { name: 'questions', path: '/questions' },
  { name: 'question', path: '/questions/:question' },
  { name: 'ask', path: `/ask?place=${SITE}&payee=1` },
  { name: 'settings', path: '/settings' },
  { name: 'voice', path: '/voice' },
  { name: 'about', path: '/about' },
  { name: 'install', path: '/install' },
  { name: 'help', path: '/help' },
  { name: 'print', path: `/print?place=${SITE}` },
  { name: 'boards', path: '/boards' },
  { name: 'word', path: '/word/account.total' },
  { name: 'kit', path: '/kit' },
  { name: 'lost', path: '/nowhere' },
]
