// How the app is built (root src/, result dist/) and how Vitest runs the tests.
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'
import { earlyChunks } from './scripts/app/early-chunks-plugin.ts'
import { olderBrowsers } from './scripts/app/older-browsers-plugin.ts'
import { precompressed } from './scripts/app/precompress-plugin.ts'
import { serviceWorker } from './scripts/app/service-worker-plugin.ts'
import { sourceHash } from './scripts/app/source-hash.ts'
import { unreviewedCore } from './scripts/i18n/locale-files.ts'

const root = import.meta.dirname
const testing = process.env['VITEST'] !== undefined
const long = process.env['ILTOD_LONG'] === '1'

export default defineConfig({
  root: testing ? root : `${root}/src`,
  publicDir: '../public',
  plugins: [
    svelte({ configFile: false }),
    olderBrowsers(),
    earlyChunks(),
    serviceWorker(`${root}/service-worker/sw.ts`),
    precompressed(),
  ],
  define: {
    __BUILD_ID__: JSON.stringify(testing ? 'test' : sourceHash(root).slice(0, 12)),
    __MN_UNREVIEWED__: String(unreviewedCore().length),
  },
  // Runes in tests need Svelte's browser half; without this Node would get the one for servers. A test that watches effects
  // names its environment in its first line: `@vitest-environment runes`.
  ...(testing
    ? {
        resolve: {
          conditions: ['browser'],
          alias: { 'vitest-environment-runes': `${root}/tests/support/runes-environment.ts` },
        },
      }
    : {}),
  build: {
    outDir: '../dist',
    emptyOutDir: true,
    // Chromium 88 and Safari 15.4 read private fields, but asked for by name they'd get 5 kB of WeakMaps in their place. What of
    // ES2022 they can't read (static blocks, `#x in y`, await at the top) a house test looks for in the build.
    target: 'es2022',
    cssTarget: ['chrome88', 'safari15.4'],
    reportCompressedSize: false,
    manifest: '.vite/manifest.json',
  },
  test: {
    include: ['tests/{unit,contract,property,simulation,fault,compat,house}/**/*.test.ts'],
    setupFiles: ['tests/support/no-network.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // Two processes for all files, not one for each: a fifth less to compute. What a file changes for all, it puts back.
    isolate: false,
    testTimeout: long ? 600_000 : 30_000,
    hookTimeout: 120_000,
    // A failed comparison of lists names what is in them.
    chaiConfig: { truncateThreshold: 2_000 },
  },
})
