// Languages of text by its letters: a name in characters within a Mongolian sentence keeps its own.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { languageOf, runsOf } from '../../../src/app/script-runs.ts'

test('letters tell the language, figures take that of their surroundings', () => {
  expect(languageOf('ᠣᠨ 2025', 'zh-CN')).toBe('mn-Mong-CN')
  expect(languageOf('2025 年', 'en')).toBe('zh-CN')
  expect(languageOf('𠮷', 'en')).toBe('zh-CN')
  expect(languageOf('1,330.47', 'mn-Mong-CN')).toBe('mn-Mong-CN')
})

test('a Chinese name within a Mongolian sentence is a run of its own, with what stands inside it', () => {
  expect(runsOf('ᠠᠰᠠᠭᠤᠬᠤ: 巴达尔胡镇 2 组 ᠪᠤᠴᠠᠬᠤ')).toEqual([
    { text: 'ᠠᠰᠠᠭᠤᠬᠤ: ', chinese: false },
    { text: '巴达尔胡镇 2 组', chinese: true },
    { text: ' ᠪᠤᠴᠠᠬᠤ', chinese: false },
  ])
})

test('put together the runs are the text again', () => {
  const piece = fc.constantFrom('ᠣᠨ', '\u180e', ' ', '巴', '𠮷', '12', '·', 'a')
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
      const runs = runsOf(pieces.join(''))
      expect(runs.map((run) => run.text).join('')).toBe(pieces.join(''))
      for (const run of runs) expect(/[\u1800-\u18af]/.test(run.text) && run.chinese).toBe(false)
    }),
  )
})
