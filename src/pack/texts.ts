// A list of short texts as one: with commas between them, or as an array where a text holds a comma itself.
import * as z from 'zod/mini'

export const Texts = z.union([z.string(), z.array(z.string())])
export type Texts = z.infer<typeof Texts>

export const joinTexts = (texts: readonly string[]): Texts =>
  texts.length === 0 || texts.some((text) => text.includes(',')) ? [...texts] : texts.join(',')

/** Null when there are not `count` of them. */
export const splitTexts = (texts: Texts, count: number): readonly string[] | null => {
  const list = typeof texts === 'string' ? texts.split(',') : texts
  return list.length === count ? list : null
}
