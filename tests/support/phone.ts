// A phone for end-to-end tests: a browser profile on disk that survives closing, so that a cold start is one.
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { type BrowserContext, chromium, type Page } from '@playwright/test'
import { type FoundBrowser, launchOptions } from './browser.ts'

export interface Phone {
  /** Opens the browser on the kept profile with one page. Call `close` first when it is open. */
  readonly open: () => Promise<Page>
  readonly close: () => Promise<void>
  readonly context: () => BrowserContext
  readonly dispose: () => Promise<void>
}

export interface PhoneOptions {
  readonly browser: FoundBrowser
  readonly viewport?: { readonly width: number; readonly height: number }
  /** Prepares a page of an old browser for Playwright. */
  readonly openPage?: (context: BrowserContext) => Promise<Page>
}

export const createPhone = ({ browser, viewport, openPage }: PhoneOptions): Phone => {
  const profile = mkdtempSync(path.join(os.tmpdir(), 'iltod-phone-'))
  let context: BrowserContext | null = null
  const close = async () => {
    await context?.close()
    context = null
  }
  return {
    open: async () => {
      context = await chromium.launchPersistentContext(profile, {
        ...launchOptions(browser),
        locale: 'zh-CN',
        timezoneId: 'Asia/Shanghai',
        viewport: viewport ?? { width: 390, height: 844 },
      })
      return openPage ? openPage(context) : (context.pages()[0] ?? (await context.newPage()))
    },
    close,
    context: () => {
      if (!context) throw new Error('the phone is closed')
      return context
    },
    dispose: async () => {
      await close()
      rmSync(profile, { recursive: true, force: true })
    },
  }
}
