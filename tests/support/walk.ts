// An office with the demo and the longest names there are, and a phone on which a place is kept and a question was asked:
// every screen has something to show. Read in any mode, size, light and width.
import os from 'node:os'
import path from 'node:path'
import { mkdtempSync, rmSync } from 'node:fs'
import { expect, type Page } from '@playwright/test'
import type { Size, Theme } from '../../src/app/display.svelte.ts'
import type { ReadingMode } from '../../src/app/words.svelte.ts'
import { findBrowser } from './browser.ts'
import { writeLongestRoster } from './longest-roster.ts'
import type { Office } from './office.ts'
import { createPhone } from './phone.ts'
import { askAboutAccount, keepPlace } from './phone-steps.ts'
import { openDemoOffice } from './prepared-office.ts'
import { SITE, type Shown } from './screens.ts'

export interface Reading {
  readonly mode: ReadingMode
  readonly size: Size
  readonly theme: Theme
}

export interface Walk {
  readonly page: Page
  readonly url: string
  /** How the next screens are read. */
  readonly read: (reading: Partial<Reading>) => Promise<void>
  readonly visit: (screen: Shown) => Promise<void>
  readonly dispose: () => Promise<void>
}

const fillOffice = async (office: Office): Promise<void> => {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'iltod-longest-'))
  try {
    writeLongestRoster(path.join(dir, '清册.xlsx'))
    for (const words of [['import', path.join(dir, '清册.xlsx')], ['publish']]) {
      const { code, out, err } = await office.iltod(...words)
      expect(code, `${words[0]}\n${out}\n${err}`).toBe(0)
    }
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

const askOnce = async (page: Page, url: string): Promise<string> => {
  await page.goto(`${url}/p/${SITE}/a/1`)
  await askAboutAccount(page, '耕地面积和合同上的不一样，请核对一下。')
  await page.goto(`${url}/questions`)
  const href = await page.locator('main a[href^="/questions/"]').first().getAttribute('href')
  return href!.split('/').at(-1)!
}

export const openWalk = async (): Promise<Walk> => {
  const office = await openDemoOffice()
  const phone = createPhone({ browser: await findBrowser() })
  await fillOffice(office)
  await office.start()
  const page = await phone.open()
  await keepPlace(page, office.url, SITE)
  const question = await askOnce(page, office.url)
  await page.goto(`${office.url}/policies`)
  const policy = (await page.locator('main a[href^="/policies/"]').first().getAttribute('href'))!
  const pathOf = (shown: Shown): string =>
    shown.path.replace('/policies/:policy', policy).replace(':question', question)
  return {
    page,
    url: office.url,
    read: (reading) =>
      page.evaluate((chosen) => {
        for (const [name, value] of Object.entries(chosen))
          localStorage.setItem(`iltod.${name}`, value)
      }, reading),
    visit: async (shown) => {
      await page.goto(office.url + pathOf(shown))
      await expect(page.locator('main h1').first()).toBeAttached()
      await expect(page.locator('main p[role="status"].opening, main .arriving')).toHaveCount(0)
      await shown.then?.(page)
      await page.evaluate(() => document.fonts.ready.then(() => true))
    },
    dispose: async () => {
      await phone.dispose()
      await office.dispose()
    },
  }
}
