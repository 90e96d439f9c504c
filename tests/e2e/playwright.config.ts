// End-to-end tests in a real Chromium against a real server on localhost. `npm test` finds the browser and says which;
// run alone (`playwright test -c tests/e2e`) this file finds it.
import { defineConfig } from '@playwright/test'
import { findBrowser, launchOptions } from '../support/browser.ts'

const browser = await findBrowser((line) => {
  console.error(line)
})
const long = process.env['ILTOD_LONG'] === '1'

export default defineConfig({
  testDir: '.',
  testMatch: long ? ['*.spec.ts', 'long/*.spec.ts'] : ['*.spec.ts'],
  outputDir: '../../test-results',
  fullyParallel: false,
  workers: 2,
  forbidOnly: process.env['CI'] !== undefined,
  timeout: long ? 300_000 : 60_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  use: {
    launchOptions: launchOptions(browser),
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    viewport: { width: 390, height: 844 },
    screenshot: 'only-on-failure',
    trace: 'off',
  },
})
