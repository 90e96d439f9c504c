// Words: Chinese answers for whatever is missing, Mongolian only as far as it may be shown.
import { describe, expect, test } from 'vitest'
import { createTranslator } from '../../../src/app/translate.ts'
import { Words } from '../../../src/app/words.svelte.ts'
import { makeWords } from '../../support/words.ts'

describe('the translator', () => {
  const make = () => {
    const translator = createTranslator()
    translator.add('en', 'x', {
      found_one: '{{count}} person',
      found_other: '{{count}} people',
      empty: '',
    })
    translator.add('zh-CN', 'x', { found_other: '{{count}} 人', empty: '有', only: '只有这里' })
    return translator
  }

  test('tells one from many where the language does', () => {
    expect(make().translate('en', 'x', 'found', { count: 1 })).toBe('1 person')
    expect(make().translate('en', 'x', 'found', { count: 2 })).toBe('2 people')
    expect(make().translate('zh-CN', 'x', 'found', { count: 1 })).toBe('1 人')
  })
  test('an empty or missing word is looked for in Chinese', () => {
    expect(make().translate('en', 'x', 'empty')).toBe('有')
    expect(make().translate('en', 'x', 'only')).toBe('只有这里')
    expect(make().translate('en', 'x', 'nowhere')).toBeNull()
    expect(make().translate('en', 'y', 'only')).toBeNull()
  })
  test('keys with points and colons are one key', () => {
    const translator = createTranslator()
    translator.add('zh-CN', 'x', { 'a.b': '点', 'a:b': '冒号' })
    expect(translator.translate('zh-CN', 'x', 'a.b')).toBe('点')
    expect(translator.translate('zh-CN', 'x', 'a:b')).toBe('冒号')
  })
  test('a missing value leaves its place visible, a value is never read as a blank', () => {
    const translator = createTranslator()
    translator.add('zh-CN', 'x', { a: '{{x}}–{{y}}' })
    expect(translator.translate('zh-CN', 'x', 'a', { x: '{{y}}' })).toBe('{{y}}–{{y}}')
    expect(translator.translate('zh-CN', 'x', 'a', { x: '$t(b)', y: '<b>' })).toBe('$t(b)–<b>')
  })
})

describe('Words', () => {
  const tiny = async (drafts: boolean) => {
    const words = new Words({
      built: { shell: { year: '{{year}}年', back: '返回', skip: '跳到正文' } },
      drafts: () => drafts,
      unreviewed: 1,
      load: async (language) =>
        language === 'mn-Mong-CN'
          ? {
              year: { text: '{{year}} ᠣᠨ', review: 'reviewed', source: 'glossary date.year' },
              back: { text: 'ᠪᠤᠴᠠᠬᠤ', review: 'draft', source: 'glossary ui.back' },
            }
          : null,
    })
    await words.read('mn')
    return words
  }

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
    const words = await tiny(true)
    expect(words.mongolian('shell.skip')).toBeNull()
  })

  test('several words are said in Mongolian together, with their values, or not at all', async () => {
    const words = await tiny(true)
    const both = words.upright((t) => `${t('shell.back')} ${t('shell.year', { year: 2025 })}`)
    expect(both).toEqual({ text: 'ᠪᠤᠴᠠᠬᠤ 2025 ᠣᠨ', draft: true })
    expect(words.upright((t) => `${t('shell.back')} ${t('shell.skip')}`)).toBeNull()
    expect(words.mongolian('shell.year', { year: 2024 })).toEqual({ text: '2024 ᠣᠨ', draft: false })
  })

  test('one draft among them keeps all of it in Chinese in service', async () => {
    const words = await tiny(false)
    expect(words.upright((t) => `${t('shell.back')} ${t('shell.year', { year: 1 })}`)).toBeNull()
    expect(words.mongolian('shell.year', { year: 1 })).not.toBeNull()
  })

  test('in service Mongolian is a page only once all words of the herder screens are passed; 双语 till then', async () => {
    const waiting = await makeWords({ mode: 'mn', drafts: false, unreviewed: 3 })
    expect([waiting.mode, waiting.lacking]).toEqual(['both', 3])
    expect(waiting.offered).toEqual(['zh', 'both', 'en'])
    const passed = await makeWords({ mode: 'mn', drafts: false, unreviewed: 0 })
    expect([passed.mode, passed.lacking]).toEqual(['mn', 0])
    expect(passed.offered).toContain('mn')
  })

  test('a demo offers it with drafts, and a choice stands while it is not known where this runs', async () => {
    for (const drafts of [true, null]) {
      const words = await makeWords({ mode: 'mn', drafts, unreviewed: 3 })
      expect([words.mode, words.lacking]).toEqual(['mn', 0])
    }
  })

  test('an area that could not be loaded is asked for again at the next need', async () => {
    let asked = 0
    const words = new Words({
      built: {},
      drafts: () => false,
      unreviewed: 1,
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
