// What a person sees on a page, word by word, by language. Names and published text stand as they were written and are counted
// apart; what only a screen reader is told is not seen.
import type { Page } from '@playwright/test'

export interface VisibleWords {
  readonly mongolian: number
  /** Words of ours in Chinese. */
  readonly chinese: number
  /** Names of people and places. */
  readonly names: number
  /** Titles, documents, messages as they were published. */
  readonly published: number
  /** The Chinese texts of ours, for whoever looks for what is missing. */
  readonly fallen: readonly string[]
  /** Texts whose letters are not of the language that they are said to be in. */
  readonly mislabelled: readonly string[]
}

/** Runs in the page. */
const count = (): VisibleWords => {
  const MONGOLIAN = /[\u1820-\u1842]/
  const HAN = /\p{Script=Han}/u
  const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })
  const wordsIn = (text: string): string[] => [
    ...text.split(/\s+/).filter((word) => MONGOLIAN.test(word)),
    ...[...segmenter.segment(text)].map(({ segment }) => segment).filter((one) => HAN.test(one)),
  ]
  const isSeen = (element: Element): boolean => {
    if (element.closest('.unseen, script, style, title, noscript, [hidden]')) return false
    const { visibility, display } = getComputedStyle(element)
    const { width, height } = element.getBoundingClientRect()
    return visibility === 'visible' && display !== 'none' && width > 0 && height > 0
  }
  const found = { mongolian: 0, chinese: 0, names: 0, published: 0 }
  const fallen: string[] = []
  const mislabelled: string[] = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent ?? ''
    const parent = walker.currentNode.parentElement
    const words = wordsIn(text)
    if (words.length === 0 || !parent || !isSeen(parent)) continue
    const lang = parent.closest('[lang]')?.getAttribute('lang') ?? ''
    const written = parent.closest('[data-written]')?.getAttribute('data-written')
    const isMongolian = MONGOLIAN.test(text)
    if (HAN.test(text) !== (lang === 'zh-CN') || isMongolian !== (lang === 'mn-Mong-CN'))
      mislabelled.push(`${lang}: ${text.trim()}`)
    if (written === 'name') found.names += words.length
    else if (written === 'text') found.published += words.length
    else if (isMongolian) found.mongolian += words.length
    else {
      found.chinese += words.length
      fallen.push(text.trim())
    }
  }
  return { ...found, fallen, mislabelled }
}

/** Everything that is folded away is opened first. */
export const visibleWords = async (page: Page): Promise<VisibleWords> => {
  await page.evaluate(() => {
    for (const fold of document.querySelectorAll('details')) fold.open = true
  })
  return page.evaluate(count)
}
