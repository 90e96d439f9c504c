// What stands above a table, on the tab and in the file name: place, programme, year, batch, kind of list, units.
// The title is believed before the line below it, that before the tab, the tab before the file name.
import type { Place } from '../../../domain/place/schema.ts'
import type { Programme } from '../../../domain/programme/schema.ts'
import type { RosterKind } from '../../../domain/roster/schema.ts'
import { compactText } from '../cells/cell-text.ts'
import type { GridView } from '../cells/grid-view.ts'
import type { PlaceFinder, PlaceReading } from '../words/place-finder.ts'
import { readPlaces } from './context-place.ts'
import type { Repeats } from './repeats.ts'
import type { ProgrammeFinder } from '../words/programme-finder.ts'
import { isFooterText, isMakerText } from '../words/row-words.ts'
import {
  programmePart,
  readBareYear,
  readBatch,
  readBatchCell,
  readKind,
  readYear,
} from '../words/title-words.ts'
import { bareUnits, mergeNotes, NO_UNITS, readUnitNote, type UnitNote } from '../cells/units.ts'

export interface Context {
  readonly title: string
  /** Row of the title, for findings about it; null when there is none. */
  readonly titleRow: number | null
  readonly town: Place | null
  /** Found, unknown or ambiguous; null when no village is named at all. */
  readonly village: PlaceReading | null
  /** From the tab: one sheet per group. */
  readonly group: string | null
  readonly programme: Programme | null
  readonly programmeText: string
  readonly year: number | null
  readonly batch: string
  readonly kind: RosterKind | null
  readonly units: UnitNote
  readonly rate: string | null
}

export interface ContextTools {
  readonly places: PlaceFinder
  readonly programmes: ProgrammeFinder
  /** Of the whole file. */
  readonly repeats: Repeats
}

export type AboveRole = 'title' | 'unit' | 'footer'

/** A row above a header: title, or the line of maker, date and units. */
export const roleAbove = (texts: readonly string[]): AboveRole => {
  if (texts.some((text) => isMakerText(text) || isUnitCell(text))) return 'unit'
  return texts.every((text) => isFooterText(text)) ? 'footer' : 'title'
}

const isUnitCell = (text: string): boolean =>
  readUnitNote(text) !== null && text.replace(/^.*单位/, '').length >= text.length - 6

/** Key and value in one cell: 补贴项目：耕地地力保护补贴. */
const PAIR =
  /(?:^|[\s,;，；])(补贴项目|项目名称|资金名称|补贴名称|补贴种类|项目|年度|补贴年度|批次|发放批次|月份|发放月份|补贴月份|所属月份|季度|乡镇|苏木乡镇|苏木|嘎查|嘎查村|嘎查\(村\)|行政村|村|村名|村\(嘎查\)|补贴标准|补助标准|组别|组)[::]([^:：]+?)(?=$|[\s,;，；])/g

const RATE = /(?:标准)?[::]?(\d+(?:\.\d+)?)元\/(?:亩|头|只|口|人|户|月|人·月|公顷)/

export interface Above {
  readonly titles: readonly { readonly text: string; readonly row: number }[]
  readonly makers: readonly string[]
  /** Dates of the list: the last hope for a year. */
  readonly dates: readonly string[]
  readonly pairs: ReadonlyMap<string, string>
  readonly units: UnitNote
  readonly rate: string | null
}

/** A day, not the months of a title: 2025年1-6月高龄津贴. */
const DATE = /^\d{4}[-年/.]\d{1,2}[-月/.]\d{1,2}(?!\d*月)/

const readAbove = (grid: GridView, rows: readonly number[]): Above => {
  const titles: { text: string; row: number }[] = []
  const makers: string[] = []
  const dates: string[] = []
  const pairs = new Map<string, string>()
  let units = NO_UNITS
  let rate: string | null = null
  for (const row of rows) {
    for (const column of grid.filled(row)) {
      const value = grid.cell(row, column)
      const text = compactText(value)
      units = mergeNotes(units, readUnitNote(text) ?? bracketUnits(text))
      rate ??= RATE.exec(text)?.[1] ?? null
      const said = readPairs(String(value))
      for (const [key, word] of said) pairs.set(key, word)
      if (isMakerText(text)) makers.push(text)
      else if (DATE.test(text)) dates.push(text)
      else if (!isFooterText(text) && !isUnitCell(text) && text.length >= 3 && said.length === 0) {
        titles.push({ text, row })
      }
    }
  }
  return { titles, makers, dates, pairs, units, rate }
}

const readPairs = (value: string): [string, string][] =>
  [...value.normalize('NFKC').matchAll(PAIR)].map(([, key, word]) => [
    compactText(key),
    compactText(word),
  ])

/** …公示表（元） */
const bracketUnits = (text: string): UnitNote => {
  for (const [, inside] of text.matchAll(/\(([^()]{1,8})\)/g)) {
    const units = bareUnits(inside!)
    if (units) return units
  }
  return NO_UNITS
}

/** The first that says anything. */
export const first = <T>(values: Iterable<T | null | undefined>): T | null => {
  for (const value of values) if (value !== null && value !== undefined) return value
  return null
}

export const readContext = (
  grid: GridView,
  rows: readonly number[],
  fileName: string,
  tools: ContextTools,
): Context => {
  const above = readAbove(grid, rows)
  const title = above.titles.map(({ text }) => text).join(' ')
  const tab = tabWords(grid.sheet.name)
  const file = compactText(fileName.replace(/^.*[\\/]/, '').replace(/\.[a-z]{2,5}$/i, ''))
  const pair = (...keys: string[]) => first(keys.map((key) => above.pairs.get(key)))
  const place = readPlaces({ title, tab, file, ...above }, tools.places)
  const programme = readProgramme(above, title, tab, file, place.words, tools)
  const year = first([
    readYear(title),
    readBareYear(pair('年度', '补贴年度') ?? ''),
    readYear(tab),
    readBareYear(file),
    ...above.makers.map(readYear),
    ...above.dates.map(readBareYear),
    readBareYear(title),
  ])
  return {
    title,
    titleRow: titleRow(above),
    town: place.town,
    village: place.village,
    group: pair('组别', '组') ?? place.group,
    ...programme,
    year,
    batch:
      first([readBatch(title), ...batchPairs(above.pairs), readBatch(tab), readBatch(file)]) ?? '1',
    kind: readKind(title) ?? readKind(tab) ?? readKind(file),
    units: above.units,
    rate: above.rate,
  }
}

const BATCH_KEYS = ['批次', '发放批次', '月份', '发放月份', '补贴月份', '所属月份', '季度']

const batchPairs = (pairs: Above['pairs']): (string | null)[] =>
  BATCH_KEYS.map((key) => readBatchCell(pairs.get(key) ?? '', key))

const titleRow = (above: Above): number | null => {
  const longest = [...above.titles].sort((a, b) => b.text.length - a.text.length)[0]
  return longest?.row ?? null
}

/** Sheet1, 工作表2 say nothing. */
const tabWords = (name: string): string => {
  const text = compactText(name)
  return /^(?:sheet|工作表|表)\d*(?:\(\d+\))?$/i.test(text) ? '' : text
}

interface ProgrammeWords {
  readonly programme: Programme | null
  readonly programmeText: string
}

const readProgramme = (
  above: Above,
  title: string,
  tab: string,
  file: string,
  placeWords: readonly string[],
  { programmes }: ContextTools,
): ProgrammeWords => {
  const paired = first(
    ['补贴项目', '项目名称', '资金名称', '补贴名称', '补贴种类', '项目'].map((key) =>
      above.pairs.get(key),
    ),
  )
  if (paired !== null) return { programme: programmes.find(paired), programmeText: paired }
  const titles = above.titles
    .map(({ text }) => programmePart(text, placeWords))
    .filter((t) => t.length >= 2)
  const sources = [
    ...titles,
    tab === '' ? '' : programmePart(tab, placeWords),
    ...fileParts(file, placeWords),
  ]
  for (const text of sources) {
    const programme = programmes.find(text)
    if (programme) return { programme, programmeText: text }
  }
  const whole = programmes.find(title)
  const spoken = sources.find((text) =>
    /补贴|补助|奖励|补偿|津贴|救助|直补|保障|扶助|资金/.test(text),
  )
  return { programme: whole, programmeText: spoken ?? titles[0] ?? '' }
}

const fileParts = (file: string, placeWords: readonly string[]): string[] =>
  file
    .split(/[-_—\s]+/)
    .map((part) => programmePart(part, placeWords))
    .filter((part) => part.length >= 2)
