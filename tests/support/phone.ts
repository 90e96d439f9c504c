// A phone for end-to-end tests: a browser profile on disk that survives closing, so that a cold start is one.
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { type BrowserContext, chromium, type Page } from '@playwright/test'
import { type FoundBrowser, launchOptions } from './browser.ts'

export interface Phone {
  readonly profile: string
  /** Opens the browser on the kept profile with one page. Call `close` first when it is open. */
  readonly open: () => Promise<Page>
  readonly close: () => Promise<void>
  readonly context: () => BrowserContext
  /** Makes ready to pull the plug: the returned function kills every process of the open browser at once. */
  readonly plug: () => Promise<() => Promise<void>>
  readonly dispose: () => Promise<void>
}

export interface PhoneOptions {
  readonly browser: FoundBrowser
  /** Begins with all that this one holds, which is closed. */
  readonly like?: Phone
  readonly viewport?: { readonly width: number; readonly height: number }
  /** More of what the browser is started with. */
  readonly args?: readonly string[]
  /** Prepares a page of an old browser for Playwright. */
  readonly openPage?: (context: BrowserContext) => Promise<Page>
}

/** Dead in all its threads, but nobody has asked for its exit code yet: it holds nothing open. Elsewhere than on Linux it passes for alive. */
const isZombie = (pid: number): boolean => {
  try {
    const threads = readdirSync(`/proc/${pid}/task`)
    return threads.every((thread) =>
      /\) [ZX]/.test(readFileSync(`/proc/${pid}/task/${thread}/stat`, 'latin1')),
    )
  } catch {
    return false
  }
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0) && !isZombie(pid)
  } catch {
    return false
  }
}

const killAll = (pids: readonly number[]): void => {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // Gone by itself.
    }
  }
}

/** The browser's own process first; Playwright starts it as the head of a group, and the others are in it. */
const processesOf = async (context: BrowserContext): Promise<number[]> => {
  const session = await context.browser()!.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  const { id: head } = processInfo.find(({ type }) => type === 'browser')!
  const all = processInfo.map(({ id }) => id).filter((id) => id !== head)
  return process.platform === 'win32' ? [head, ...all] : [-head, head, ...all]
}

export const createPhone = ({
  browser,
  like,
  viewport,
  args = [],
  openPage,
}: PhoneOptions): Phone => {
  const profile = mkdtempSync(path.join(os.tmpdir(), 'iltod-phone-'))
  if (like) cpSync(like.profile, profile, { recursive: true })
  const options = launchOptions(browser)
  let context: BrowserContext | null = null
  const close = async () => {
    await context?.close()
    context = null
  }
  return {
    profile,
    open: async () => {
      context = await chromium.launchPersistentContext(profile, {
        ...options,
        args: [...(options.args ?? []), ...args],
        locale: 'zh-CN',
        timezoneId: 'Asia/Shanghai',
        viewport: viewport ?? { width: 390, height: 844 },
      })
      return openPage ? openPage(context) : (context.pages()[0] ?? (await context.newPage()))
    },
    close,
    plug: async () => {
      const opened = context!
      const pids = await processesOf(opened)
      return async () => {
        const closed = new Promise((resolve) => opened.once('close', resolve))
        killAll(pids)
        context = null
        await closed
        while (pids.some((pid) => pid > 0 && isAlive(pid)))
          await new Promise((again) => setTimeout(again, 5))
      }
    },
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
