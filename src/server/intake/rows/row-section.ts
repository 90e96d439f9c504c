// Rows of one cell that say to whom the rows below belong: a village, a group (屯, 艾里, 独贵龙), a programme.
import type { Context, ContextTools } from './context.ts'
import type { Section } from './payee-row.ts'
import type { PlaceReading } from '../words/place-finder.ts'
import { readGroup } from '../words/row-words.ts'

export type SectionKind = 'place' | 'group' | 'programme'

const ORDINAL =
  /^(?:[一二三四五六七八九十]{1,3}|\d{1,2}|\([一二三四五六七八九十\d]{1,2}\))[、.．]?(?=.{2})/

/** Changes `section`; null when the words open none. `lone`: the cell stands where only a section can stand. */
export const openSection = (
  words: string,
  row: number,
  lone: boolean,
  section: Section,
  context: Context,
  tools: ContextTools,
): SectionKind | null => {
  const bare = words.replace(ORDINAL, '')
  const place = readPlaceSection(bare, context, tools)
  if (place) {
    section.place = place
    section.placeRow = row
    section.group = place.rest === '' ? null : place.rest
    return 'place'
  }
  const group = readGroup(words)
  const programme = group === null ? tools.programmes.find(bare) : null
  if (programme) {
    section.programme = { programme, text: bare }
    return 'programme'
  }
  const name = group ?? (lone ? loneGroup(words) : null)
  if (name === null) return null
  section.group = name
  return 'group'
}

/** A short word that ends like no group and can be nothing else: 前哈达. */
const loneGroup = (words: string): string | null => {
  const bare = words.replace(/[((].*$/, '')
  return bare.length >= 2 && bare.length <= 8 && /^[\p{Script=Han}·]+$/u.test(bare) ? bare : null
}

/** A village; but 自然村 within the title's village are groups. */
const readPlaceSection = (
  words: string,
  context: Context,
  { places }: ContextTools,
): PlaceReading | null => {
  if (words.length > 20 || !/嘎查|村|社区|镇|苏木|乡|场|委会/.test(words)) return null
  const town = context.town ?? null
  const reading = places.lookUp(words, town, 'any')
  if (!reading || reading.verdict !== 'unknown') return reading
  const meant = /(?:嘎查|村|社区|委会)$/.test(words) && !/小组|自然村/.test(words)
  return meant && !context.village?.place ? reading : null
}
