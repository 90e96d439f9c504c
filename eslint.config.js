// Lint rules of the house (strict, typed). A rule that is off, or narrower than the preset, says why beside it.
import js from '@eslint/js'
import { defineConfig, globalIgnores } from 'eslint/config'
import svelte from 'eslint-plugin-svelte'
import globals from 'globals'
import ts from 'typescript-eslint'

/**
 * Effects have one door each: what may be used instead of the global.
 * @type {Record<string, string>}
 */
const INSTEAD = {
  Date: 'Time is an argument: take a Clock (src/base/clock.ts).',
  fetch: 'The network is an argument: take the transport port.',
  XMLHttpRequest: 'The network is an argument: take the transport port.',
  WebSocket: 'The network is an argument: take the transport port.',
  localStorage: 'Stored data lives in src/store, settings included.',
  sessionStorage: 'Stored data lives in src/store, settings included.',
  indexedDB: 'Stored data lives in src/store.',
  caches: 'The service worker alone caches, and only the shell.',
  setTimeout: 'Timers are an argument: they belong to src/platform.',
  setInterval: 'Timers are an argument: they belong to src/platform.',
  requestIdleCallback: 'Timers are an argument: they belong to src/platform.',
  crypto: 'Randomness and WebCrypto are arguments: take Random or SubtleCrypto.',
  navigator: 'What the browser is like comes from src/platform.',
  console:
    'What a person should see is a message; what an operator should see goes to the log port.',
}

/** Names both runtimes share and that neither read a clock, nor a disk, nor a network. */
const SHARED = new Set(
  'TextEncoder TextDecoder atob btoa URL URLSearchParams structuredClone AbortController AbortSignal DOMException queueMicrotask'.split(
    ' ',
  ),
)

/** Everything a browser or Node adds to the language is closed to the pure floors, as a value. */
const platformGlobals = Object.keys({ ...globals.browser, ...globals.node })
  .filter((name) => !SHARED.has(name) && !(name in globals.es2025))
  .map((name) => ({
    name,
    message: INSTEAD[name] ?? 'Floors 1–4 are pure: they know neither browser nor Node.',
  }))

/** @param {string[]} names */
const restricted = (...names) => names.map((name) => ({ name, message: INSTEAD[name] ?? '' }))

/** `new Date(ms)` and Date.UTC are arithmetic; asking what time it is is an effect. */
const noClock = [
  {
    selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
    message: INSTEAD.Date,
  },
  { selector: 'CallExpression[callee.name="Date"]', message: INSTEAD.Date },
]
const noClockProperties = [
  { object: 'Date', property: 'now', message: INSTEAD.Date },
  { object: 'performance', property: 'now', message: INSTEAD.Date },
  {
    object: 'Math',
    property: 'random',
    message: 'Randomness is an argument: take Random (src/base/random.ts).',
  },
]

const PURE = ['src/{base,domain,pack,protocol,sync}/**/*.ts']
const BROWSER = ['src/{app,ui,store}/**/*.{ts,svelte}']
const SERVER = ['src/server/**/*.ts', 'src/cli/**/*.ts']

export default defineConfig(
  globalIgnores([
    'dist/',
    'data/',
    'coverage/',
    '.cache/',
    'public/',
    'test-results/',
    'playwright-report/',
    'scripts/tools/*/node_modules/',
  ]),
  js.configs.recommended,
  ts.configs.strictTypeChecked,
  svelte.configs.recommended,
  {
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.svelte'],
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      // TypeScript resolves names better, and knows the globals of each environment.
      'no-undef': 'off',
      eqeqeq: ['error', 'always'],
      'no-console': 'error',
      // Numbers in messages are what messages are for; objects and undefined stay forbidden.
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // `() => close()` and an early `return refuse()` are clear; keeping nothing in a variable is not.
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      // `values[i]!` in a loop whose bound is the length is the honest spelling under noUncheckedIndexedAccess.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // `_` says "not needed" where a signature is given from outside.
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_' },
      ],
      // Ports are implemented by functions that may answer at once; `async` is then their contract, not an oversight.
      '@typescript-eslint/require-await': 'off',
      // Code points are the unit of names here (𠮷 is one); emoji clusters are not our matter.
      '@typescript-eslint/no-misused-spread': [
        'error',
        { allow: [{ from: 'lib', name: 'string' }, 'string'] },
      ],
      // There are no enums here (erasableSyntaxOnly), and these two cost a third of the time of all typed rules.
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // Loops without end belong to lock and retry code; their exits are inside.
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    files: ['**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser } },
  },
  {
    // TypeScript starts anew for each component; the app alone, without server and tests, does so in two thirds of the time.
    files: ['**/*.svelte'],
    languageOptions: {
      parserOptions: {
        parser: ts.parser,
        projectService: false,
        project: './tsconfig.app.json',
      },
    },
  },
  {
    files: ['**/*.svelte'],
    rules: {
      'svelte/require-each-key': 'error',
      'svelte/prefer-writable-derived': 'error',
      'svelte/no-at-html-tags': 'error',
      'svelte/no-top-level-browser-globals': 'error',
      // `let { … } = $props()` is how Svelte declares them; only true variables should be const.
      'prefer-const': 'off',
      'svelte/prefer-const': 'error',
      // There are no stores here: state is runes in classes.
      'svelte/require-store-reactive-access': 'off',
      // Own router: links are plain addresses that it intercepts; SvelteKit's resolve() does not exist here.
      'svelte/no-navigation-without-resolve': 'off',
    },
  },
  {
    files: PURE,
    rules: {
      'no-restricted-globals': ['error', ...platformGlobals],
      'no-restricted-syntax': ['error', ...noClock],
      'no-restricted-properties': ['error', ...noClockProperties],
    },
  },
  {
    files: BROWSER,
    rules: {
      'no-restricted-globals': [
        'error',
        ...restricted(
          'fetch',
          'XMLHttpRequest',
          'WebSocket',
          'localStorage',
          'sessionStorage',
          'caches',
          'setTimeout',
          'setInterval',
          'requestIdleCallback',
          'navigator',
        ),
      ],
      'no-restricted-syntax': ['error', ...noClock],
      'no-restricted-properties': ['error', ...noClockProperties],
    },
  },
  {
    files: SERVER,
    rules: {
      'no-restricted-globals': ['error', ...restricted('fetch', 'localStorage', 'console')],
      'no-restricted-syntax': ['error', ...noClock],
      'no-restricted-properties': ['error', ...noClockProperties],
    },
  },
  {
    // Composition roots and commands: here the real clock, console and network come in.
    files: ['src/main.ts', 'src/server/main.ts', 'src/server/instance.ts', 'src/cli/**/*.ts'],
    rules: {
      'no-console': 'off',
      'no-restricted-globals': 'off',
      'no-restricted-syntax': 'off',
      'no-restricted-properties': 'off',
    },
  },
  {
    files: ['scripts/**', 'tests/**', 'vite.config.ts', 'eslint.config.js'],
    rules: {
      // Scripts talk to a terminal.
      'no-console': 'off',
    },
  },
  {
    files: ['tests/**/*.ts'],
    rules: {
      // A test may state the obvious, and hand a method over to see what becomes of it.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/unbound-method': 'off',
      // JSON of a reply is looked at property by property; the assertion is the check.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
    },
  },
  {
    files: ['**/*.{js,mjs}'],
    rules: {
      // The door runs before anything is installed, so it is JavaScript; JSDoc types are checked by tsc.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
)
