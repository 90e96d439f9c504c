// A proposed word beside what the app says now, so that it can be judged without looking for it.
import type { WordRef } from '../domain/event/item.ts'
import { appWord } from '../server/app-words.ts'

export const wordLines = (word: WordRef): readonly string[] => [
  `汉文：${appWord({ ...word, language: 'zh-CN' }) ?? '（没有这个词）'}`,
  `现在：${appWord(word) ?? '（没有）'}`,
  '建议：',
]
