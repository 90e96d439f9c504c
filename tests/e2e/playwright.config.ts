// End-to-end tests in a real Chromium against a real server on localhost. `npm test` finds the browser and says which;
// run alone (`playwright test -c tests/e2e`) this file finds it.
import { defineConfig } from '@playwright/test'
import { findBrowser, launchOptions } from '../support/browser.ts'
import { isLong } from '../support/runs.ts'

const browser = await findBrowser((line) => {
  console.error(line)
})

export default defineConfig({
  testDir: '.',
  globalSetup: '../support/prepared-office.ts',
  testMatch: ['*.spec.ts'],
  outputDir: '../../test-results',
  fullyParallel: false,
  workers: 2,
  forbidOnly: process.env['CI'] !== undefined,
  timeout: isLong ? 300_000 : 60_000,
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
