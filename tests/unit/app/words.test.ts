// Words: Chinese answers for whatever is missing, Mongolian only as far as it may be shown.
import { describe, expect, test } from 'vitest'
import { translate } from '../../../src/app/translate.ts'
import type { WordFile } from '../../../src/app/words-keys.ts'
import { Words } from '../../../src/app/words.svelte.ts'
import { makeWords } from '../../support/words.ts'

describe('translate', () => {
  const files: WordFile[] = [
    { found_one: '{{count}} person', found_other: '{{count}} people', empty: '' },
    { found_other: '{{count}} 人', empty: '有', only: '只有这里' },
  ]
  test('tells one from many where the language does', () => {
    expect(translate(files, 'found', { count: 1 })).toBe('1 person')
    expect(translate(files, 'found', { count: 2 })).toBe('2 people')
    expect(translate(files.slice(1), 'found', { count: 1 })).toBe('1 人')
  })
  test('an empty or missing word is looked for in the next file', () => {
    expect(translate(files, 'empty')).toBe('有')
    expect(translate(files, 'only')).toBe('只有这里')
    expect(translate(files, 'nowhere')).toBeNull()
  })
  test('a missing value leaves its place visible, a value is never read as a blank', () => {
    expect(translate([{ a: '{{x}}–{{y}}' }], 'a', { x: '{{y}}' })).toBe('{{y}}–{{y}}')
  })
})

describe('Words', () => {
  test('Mongolian stands beside Chinese only in the modes that show it', async () => {
    const words = await makeWords({ mode: 'both' })
    expect(words.mongolian('shell.nav.policies')).toEqual({
      text: expect.stringMatching(/^[\u1800-\u18af\u180e\u202f ]+$/),
      draft: true,
    })
    expect(words.t('shell.nav.policies')).toBe('政策')
    await words.read('zh')
    expect(words.mongolian('shell.nav.policies')).toBeNull()
  })

  test('in service a draft is not shown: Chinese stays', async () => {
    const words = await makeWords({ mode: 'mn', drafts: false })
    expect(words.mongolian('shell.nav.policies')).toBeNull()
  })

  test('a word without a Mongolian text has none', async () => {
    const words = await makeWords({ mode: 'both' })
    expect(words.mongolian('account.seal.same')).toBeNull()
  })

  test('an area that could not be loaded is asked for again at the next need', async () => {
    let asked = 0
    const words = new Words({
      built: {},
      drafts: () => false,
      load: async () => {
        asked += 1
        if (asked === 1) throw new Error('no network')
        return { title: '提问' }
      },
    })
    await words.need(['ask'])
    expect(words.t('ask.title')).toBe('ask.title')
    await words.need(['ask'])
    expect(words.t('ask.title')).toBe('提问')
    await words.need(['ask'])
    expect(asked).toBe(2)
  })
})
