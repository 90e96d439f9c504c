// locales/core-mn.json is what the five herder screens show, no less and no more: found again from their sources each time.
import { expect, test } from 'vitest'
import {
  CORE_FILE,
  CORE_SCREENS,
  deriveCore,
  keysOf,
  type CoreScreen,
  type CoreWords,
} from '../../scripts/i18n/core.ts'
import { useOf } from '../../scripts/i18n/used-keys.ts'
import { loadBanner } from '../../src/server/banner/banner.ts'
import { readJson, root } from '../support/repository.ts'

const core = readJson(CORE_FILE) as CoreWords
const derived = deriveCore(root)

test('what is looked for is found: in code, markup, templates and attributes, not in comments', () => {
  const { imports, literals, templates } = useOf(
    'src/ui/villager/X.svelte',
    `<script lang="ts">
      import type { A } from '../../app/a.ts'
      import B from './B.svelte'
      // t('account.none')
      const k = word('account.total')
    </script>
    <!-- account.open -->
    <T k="account.pin" />{t(\`shell.place.\${type}\`)}{#await import('./C.svelte') then C}<C />{/await}`,
  )
  expect(imports).toEqual(['src/ui/villager/B.svelte', 'src/ui/villager/C.svelte'])
  expect(literals).toEqual(expect.arrayContaining(['account.total', 'account.pin']))
  expect(literals).not.toContain('account.none')
  expect(literals).not.toContain('account.open')
  expect(templates).toContainEqual(['shell.place.', ''])
})

test('the words of each screen are words that everybody knows it shows', () => {
  expect(Object.keys(derived).sort()).toEqual(['shell', ...Object.keys(CORE_SCREENS)].sort())
  expect(derived.account).toEqual(expect.arrayContaining(['account.total', 'account.state.failed']))
  expect(derived.hamlet).toEqual(expect.arrayContaining(['place.people', 'place.class.masked']))
  expect(derived.policy).toEqual(expect.arrayContaining(['policy.field.contact']))
  expect(derived.notice).toEqual(expect.arrayContaining(['place.until']))
  expect(derived.ask).toEqual(expect.arrayContaining(['ask.save', 'error.storage-full']))
  expect(derived.shell).toEqual(
    expect.arrayContaining(['shell.nav.policies', 'shell.unit.mu', 'refusal.bad-signature']),
  )
  expect(keysOf(derived)).not.toContain('start.lead')
  expect(keysOf(derived)).not.toContain('settings.enrol.title')
})

const SCREENS = Object.keys(derived) as CoreScreen[]

test.each(SCREENS)(
  'core-mn.json has what %s uses and nothing else; `npm run i18n -- core` writes it',
  (screen) => {
    const lacking = derived[screen].filter((key) => !core[screen].includes(key))
    const extra = core[screen].filter((key) => !derived[screen].includes(key))
    expect({ lacking, extra }).toEqual({ lacking: [], extra: [] })
  },
)

test('the words of programmes are those of the banner, and all of them are of the core', () => {
  const { programmes } = loadBanner()
  expect(readJson('locales/zh-CN/programme.json')).toEqual(
    Object.fromEntries(programmes.map(({ id, name }) => [id, name])),
  )
  expect(keysOf(core)).toEqual(
    expect.arrayContaining(programmes.map(({ id }) => `programme.${id}`)),
  )
})
