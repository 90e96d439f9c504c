// How names of places are compared: suffixes of committees fall off, known variant characters are one (DOMAIN §4.2, §2.4).
import type { Place } from '../../../domain/place/schema.ts'

const VARIANTS: Readonly<Record<string, string>> = {
  吐: '图',
  音: '彦',
  傲: '敖',
  牧: '木',
  玛: '马',
  札: '扎',
}

/** One character for those that offices interchange. Keeps positions. */
export const foldVariants = (name: string): string =>
  name.replace(/[吐音傲牧玛札]/g, (character) => VARIANTS[character]!)

const COMMITTEE =
  /(?<=嘎查)(?:人民委员会|村民委员会|委员会|委会|村委会|村)$|(?<=社区)(?:居民委员会|居委会|居民委会|委员会)$|(?<=.)(?:村村民委会|村村民委员会|村民委员会|村委会)$/
const BANNER = /^(?:内蒙古自治区|内蒙古|兴安盟|扎赉特旗)+/
const OTHER_BANNER = /扎鲁特旗|突泉县|科尔沁右翼[前中]旗|科右[前中]旗|乌兰浩特市|阿尔山市/

/** 扎鲁特 is not 扎赉特: a list of another banner must not land here (DOMAIN §1.10). */
export const otherBanner = (text: string): string | null => OTHER_BANNER.exec(text)?.[0] ?? null

export const withoutBanner = (text: string): string => text.replace(BANNER, '')

/** 团结村委会 → 团结村, 哈达嘎查委员会 → 哈达嘎查; brackets fall off. */
export const bareName = (text: string): string => {
  const name = withoutBanner(text.replace(/\([^()]*\)/g, ''))
  const cut = name.replace(COMMITTEE, '')
  return cut !== name && !/(?:嘎查|社区|村)$/.test(cut) ? `${cut}村` : cut
}

/** 哈达嘎查 → 哈达: how a sheet or a column may call it. */
export const rootName = (name: string): string => name.replace(/(?:嘎查|村|社区|镇|苏木|乡)$/, '')

/** Four ways to be called, from certain to likely: name, alias, variant spelling, without suffix. */
export type NameIndex = readonly ReadonlyMap<string, readonly Place[]>[]

export const nameKeys = (name: string): readonly string[] => {
  const folded = foldVariants(bareName(name))
  return [name, name, folded, folded]
}

export const indexNames = (places: readonly Place[]): NameIndex => {
  const index = [0, 1, 2, 3].map(() => new Map<string, Place[]>())
  const add = (way: number, key: string, place: Place) => {
    const known = index[way]!.get(key)
    if (!known) index[way]!.set(key, [place])
    else if (!known.includes(place)) known.push(place)
  }
  for (const place of places) {
    add(0, place.name, place)
    for (const name of place.aliases) add(1, name, place)
    for (const name of [place.name, ...place.aliases].map(bareName)) {
      add(2, foldVariants(name), place)
      if (rootName(name).length >= 2) add(3, foldVariants(rootName(name)), place)
    }
  }
  return index
}

/** Every spelling once, the longest first, so that no name hides behind a shorter one. */
export const spellings = (
  places: readonly Place[],
): readonly { readonly name: string; readonly place: Place }[] => {
  const all = places.flatMap((place) =>
    [...new Set([place.name, ...place.aliases])].map((name) => ({ name, place })),
  )
  return all.sort((a, b) => b.name.length - a.name.length)
}

/** Where `name` begins as a word of its own: 大兴隆村 does not contain 兴隆村. */
export const indexOfWord = (text: string, name: string): number => {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const before = at === 0 ? '' : text[at - 1]!
    if (!/\p{Script=Han}/u.test(before) || '年度旗县市区盟镇乡木场在示'.includes(before)) return at
  }
  return -1
}

const MEANT = /(?:^|年度?|[(《“_\-\s§])([\p{Script=Han}·]{2,9}?(?:嘎查|村|社区))/u
const NO_VILLAGE = /^[各全本我]|(?:农|牧|乡|全|各|本|行政|自然|嘎查|农牧|城乡)村$/

/** A stretch of a title that can only be a village's name, though nobody knows it. `§` marks where a town was. */
export const meantVillage = (text: string): string | null => {
  const name = MEANT.exec(text)?.[1]
  return name === undefined || NO_VILLAGE.test(name) ? null : name
}
