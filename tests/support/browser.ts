// Finds, or fetches, the browsers of the end-to-end tests. A browser counts as found when it was started, not when its
// file exists. Order: CHROMIUM_PATH, Playwright's own, the system's, `playwright install`, npm, apt (as root).
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { chromium, type BrowserContext, type LaunchOptions, type Page } from '@playwright/test'
import { installTool } from '../../scripts/tools/npm.ts'
import { unpack } from '../../scripts/tools/unpack.ts'
import { fontEnv } from './fonts.ts'

export interface FoundBrowser {
  /** For a person: how it was found. */
  readonly how: string
  readonly version: string
  /** Absent: Playwright knows where its own is. */
  readonly executablePath?: string
  /** What must be added to the environment: libraries, fonts. */
  readonly env: Readonly<Record<string, string>>
}

type Log = (line: string) => void
type Candidate = Omit<FoundBrowser, 'version'>
type Source = (log: Log) => AsyncGenerator<Candidate> | Generator<Candidate>

const root = path.resolve(import.meta.dirname, '../..')
const cache = path.join(root, '.cache/browser')

/**
 * Off: the box for addresses, a page of its own that takes a quarter of the processor time of a start and that nobody sees; and
 * what Playwright switches off, for of two such lists the later counts.
 */
const FEATURES_OFF = [
  'WebUIOmniboxPopup',
  'AimEnabled',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'ThirdPartyStoragePartitioning',
]

/** No sandbox (root, containers), and no word to anybody but this machine. */
const ARGS = [
  `--disable-features=${FEATURES_OFF.join(',')}`,
  '--no-sandbox',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--no-first-run',
  '--no-default-browser-check',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
]

/** What `chromium.launch` and `launchPersistentContext` take for this browser. */
export const launchOptions = (
  browser: Pick<FoundBrowser, 'executablePath' | 'env'>,
): LaunchOptions => ({
  ...(browser.executablePath === undefined ? {} : { executablePath: browser.executablePath }),
  args: ARGS,
  env: { ...definedEnv(), ...browser.env },
})

const definedEnv = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).filter((pair): pair is [string, string] => pair[1] !== undefined),
  )

const tryToStart = async (candidate: Candidate): Promise<FoundBrowser | Error> => {
  try {
    const browser = await chromium.launch({ ...launchOptions(candidate), timeout: 30_000 })
    const version = browser.version()
    await browser.close()
    return { ...candidate, version }
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

const firstLine = (text: string): string => text.split('\n', 1)[0] ?? ''

const onPath = (name: string): string | undefined =>
  (process.env['PATH'] ?? '')
    .split(path.delimiter)
    .map((dir) => path.join(dir, name))
    .find((file) => existsSync(file))

function* fromVariable(): Generator<Candidate> {
  const executablePath = process.env['CHROMIUM_PATH']
  if (executablePath) yield { how: 'CHROMIUM_PATH', executablePath, env: {} }
}

function* fromPlaywright(): Generator<Candidate> {
  yield { how: "Playwright's own", env: {} }
}

const SYSTEM_NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
]
const SYSTEM_FILES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]

function* fromSystem(): Generator<Candidate> {
  const files = [...SYSTEM_NAMES.map(onPath), ...SYSTEM_FILES]
  for (const executablePath of files)
    if (executablePath && existsSync(executablePath))
      yield { how: 'system', executablePath, env: {} }
}

function* fromPlaywrightInstall(log: Log): Generator<Candidate> {
  // A browser that npm brought before is as good, and the try costs seconds where the host can't be reached.
  if (existsSync(path.join(cache, 'chromium'))) return
  log('asking Playwright for a Chromium …')
  const cli = path.join(root, 'node_modules/playwright/cli.js')
  const { status } = spawnSync(process.execPath, [cli, 'install', 'chromium-headless-shell'], {
    stdio: 'ignore',
    timeout: 240_000,
    env: { ...process.env, PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '8000' },
  })
  if (status === 0) yield { how: 'playwright install', env: {} }
}

const isLinuxX64 = process.platform === 'linux' && process.arch === 'x64'

/** The folder of npm's Chromium, with the system libraries (nss, nspr, expat) that a bare machine lacks. */
const npmChromium = async (log: Log): Promise<string> => {
  const tool = await installTool('browser', log)
  const bin = path.join(tool, 'node_modules/@sparticuz/chromium/bin')
  const parts = ['chromium', 'al2023.tar', 'swiftshader.tar']
  const sources = Object.fromEntries(parts.map((part) => [path.join(bin, `${part}.br`), '.']))
  return unpack(sources, path.join(cache, 'chromium'))
}

/** Plainly first; with foreign libraries only when the machine's own are missing. */
function* plainThenWithLibraries(candidate: Candidate, libraries: string): Generator<Candidate> {
  yield candidate
  const env = { ...candidate.env, LD_LIBRARY_PATH: path.join(libraries, 'lib') }
  yield { ...candidate, how: `${candidate.how}, with its libraries`, env }
}

async function* fromNpm(log: Log): AsyncGenerator<Candidate> {
  if (!isLinuxX64) return
  const dir = await npmChromium(log)
  const executablePath = path.join(dir, 'chromium')
  yield* plainThenWithLibraries({ how: 'npm', executablePath, env: {} }, dir)
}

function* fromApt(log: Log): Generator<Candidate> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !onPath('apt-get')) return
  log('installing Chromium with apt …')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const apt = (...args: string[]): boolean =>
    spawnSync('apt-get', args, { stdio: ['ignore', 2, 2], env }).status === 0
  const install = ['install', '-y', '--no-install-recommends', 'chromium']
  if (!apt(...install) && !(apt('update') && apt(...install))) return
  yield { how: 'apt', executablePath: '/usr/bin/chromium', env: {} }
}

const SOURCES: readonly Source[] = [
  fromVariable,
  fromPlaywright,
  fromSystem,
  fromPlaywrightInstall,
  fromNpm,
  fromApt,
]

/** What a parent process found stands in the environment, so that workers do not search again. */
const FOUND = 'ILTOD_BROWSER'
const FOUND_OLD = 'ILTOD_BROWSER_88'

const search = async (
  variable: string,
  sources: readonly Source[],
  log: Log,
): Promise<FoundBrowser> => {
  const known = process.env[variable]
  if (known) return JSON.parse(known) as FoundBrowser
  const refusals: string[] = []
  const fonts = await fontEnv(log)
  for (const source of sources) {
    for await (const { env, ...candidate } of source(log)) {
      const found = await tryToStart({ ...candidate, env: { ...env, ...fonts } })
      if (!(found instanceof Error)) {
        process.env[variable] = JSON.stringify(found)
        return found
      }
      refusals.push(`  ${candidate.how}: ${firstLine(found.message)}`)
    }
  }
  throw new Error(
    `No Chromium could be started. Install Chromium or Google Chrome, or set CHROMIUM_PATH to one.\n${refusals.join('\n')}`,
  )
}

/** The Chromium of the suite. Throws, with what was tried, when there is none. */
export const findBrowser = (log: Log = () => undefined): Promise<FoundBrowser> =>
  search(FOUND, SOURCES, log)

async function* oldFromNpm(log: Log): AsyncGenerator<Candidate> {
  const tool = await installTool('chromium88', log)
  const bin = path.join(tool, 'node_modules/chrome-aws-lambda/bin')
  const sources = { 'chromium.br': '.', 'swiftshader.tar.br': 'swiftshader' }
  const dir = unpack(
    Object.fromEntries(Object.entries(sources).map(([part, to]) => [path.join(bin, part), to])),
    path.join(cache, 'chromium88'),
  )
  const candidate = { how: 'npm', executablePath: path.join(dir, 'chromium'), env: {} }
  yield candidate
  const libraries = await npmChromium(log)
  yield {
    ...candidate,
    env: { LD_LIBRARY_PATH: path.join(libraries, 'lib') },
  }
}

/** There is an old Chromium for Linux x64 alone. */
export const hasOldBrowser = isLinuxX64

/** Chromium 88, the oldest promised. Pages of it must be made by `openOldPage`. */
export const findOldBrowser = (log: Log = () => undefined): Promise<FoundBrowser> =>
  search(FOUND_OLD, [oldFromNpm], log)

/** Playwright asks elements `checkVisibility()`, which Chromium has since 105. */
const VISIBILITY = `Element.prototype.checkVisibility ??= function () {
  return this.getClientRects().length > 0 || getComputedStyle(this).display === 'contents'
}`

/**
 * Gives what Playwright misses in Chromium 88 to Playwright's own world of a page, never to the app's: the app sees a
 * true Chromium 88.
 */
export const teachOldPage = async (page: Page): Promise<Page> => {
  const session = await page.context().newCDPSession(page)
  let future: Promise<unknown> | undefined
  session.on('Runtime.executionContextCreated', ({ context }) => {
    if (!context.name.startsWith('__playwright_utility_world')) return
    // A context may be gone before it is taught; its successor is taught again.
    const now = { expression: VISIBILITY, contextId: context.id }
    session.send('Runtime.evaluate', now).catch(() => undefined)
    const later = { source: VISIBILITY, worldName: context.name }
    future ??= session.send('Page.addScriptToEvaluateOnNewDocument', later)
  })
  await session.send('Page.enable')
  await session.send('Runtime.enable')
  await future
  return page
}

export const openOldPage = async (context: BrowserContext): Promise<Page> =>
  teachOldPage(context.pages()[0] ?? (await context.newPage()))
