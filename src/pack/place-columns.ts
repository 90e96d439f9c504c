// Places as columns: codes as far as they differ from the one before, aliases with `~` for the place's own name, because
// "…嘎查委员会" follows three hundred names.
import * as z from 'zod/mini'
import { Place, PlaceType } from '../domain/place/schema.ts'
import { LETTERS, readLetters, readSmall, smallToText } from './column.ts'
import { joinTexts, splitTexts, Texts } from './texts.ts'

/** In the order in which files number them: only ever added to. */
const PLACE_TYPES = PlaceType.options
const MAX_SHARED = LETTERS.length - 1

export const PlaceColumns = z.object({
  count: z.int().check(z.nonnegative()),
  /** Letter: how many characters are as in the id before; then the others. */
  id: Texts,
  type: z.string(),
  name: Texts,
  /** Ids of parents, each once; '' for none. */
  parents: z.array(z.string()),
  /** Position in them. */
  parent: z.string(),
  alias: z.array(z.array(z.string())),
})
export type PlaceColumns = z.infer<typeof PlaceColumns>

const sharedLength = (a: string, b: string): number => {
  let length = 0
  while (length < a.length && length < MAX_SHARED && a[length] === b[length]) length++
  return length
}

const idsToTexts = (ids: readonly string[]): string[] =>
  ids.map((id, i) => {
    const shared = sharedLength(id, ids[i - 1] ?? '')
    return LETTERS[shared]! + id.slice(shared)
  })

const idsFromTexts = (texts: readonly string[]): string[] => {
  let before = ''
  return texts.map((text) => (before = before.slice(0, readLetters(text).next()) + text.slice(1)))
}

/** `~` for the name; an alias that holds `~` itself stands whole behind `=`. */
const aliasToText = (alias: string, name: string): string =>
  alias.includes('~') || alias.startsWith('=') ? `=${alias}` : alias.replaceAll(name, '~')

const aliasFromText = (text: string, name: string): string =>
  text.startsWith('=') ? text.slice(1) : text.replaceAll('~', () => name)

export const encodePlaces = (places: readonly Place[]): PlaceColumns => {
  const parents = [...new Set(places.map((place) => place.parent ?? ''))]
  const parentAt = places.map((place) => parents.indexOf(place.parent ?? ''))
  const types = places.map((place) => PLACE_TYPES.indexOf(place.type))
  return {
    count: places.length,
    id: joinTexts(idsToTexts(places.map((place) => place.id))),
    type: smallToText(types, PLACE_TYPES.length),
    name: joinTexts(places.map((place) => place.name)),
    parents,
    parent: smallToText(parentAt, parents.length),
    alias: places.map(({ name, aliases }) => aliases.map((alias) => aliasToText(alias, name))),
  }
}

export const decodePlaces = (columns: PlaceColumns): Place[] | null => {
  const { count, parents, alias } = columns
  const ids = splitTexts(columns.id, count)
  const names = splitTexts(columns.name, count)
  const types = readSmall(columns.type, PLACE_TYPES.length, count)
  const parentAt = readSmall(columns.parent, parents.length, count)
  if (!ids || !names || !types || !parentAt || alias.length !== count) return null
  const places = idsFromTexts(ids).map((id, i) => ({
    id,
    type: PLACE_TYPES[types[i]!],
    name: names[i],
    parent: parents[parentAt[i]!] === '' ? null : parents[parentAt[i]!],
    aliases: alias[i]!.map((text) => aliasFromText(text, names[i]!)),
  }))
  const parsed = z.array(Place).safeParse(places)
  return parsed.success ? parsed.data : null
}
