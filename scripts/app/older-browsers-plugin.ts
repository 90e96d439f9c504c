// Rewrites what libraries use and Chromium 88 has not: Object.hasOwn (Chromium 93), called by the noble hashes while they load.
// At build time, because a polyfill would have to run before every chunk, whatever order the bundler gives them.
import type { Plugin } from 'vite'

const NEWER = 'Object.hasOwn('
const OLDER = 'Object.prototype.hasOwnProperty.call('

export const olderBrowsers = (): Plugin => ({
  name: 'iltod-older-browsers',
  apply: 'build',
  transform: (code) =>
    code.includes(NEWER) ? { code: code.replaceAll(NEWER, OLDER), map: null } : null,
})
