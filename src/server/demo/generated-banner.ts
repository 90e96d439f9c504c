// A whole invented banner for measuring: every place that holds payees, five years, over two million lines, given place by
// place so that nobody needs to hold all of it. The same seed gives the same banner. No kinder than life (DESIGN §8).
import { multiplyToFen } from '../../base/decimal.ts'
import { holdsPayees } from '../../domain/place/rules.ts'
import type { Place } from '../../domain/place/schema.ts'
import { loadBanner } from '../banner/banner.ts'
import { createDice } from './dice.ts'
import type { Dice } from './dice.ts'
import { drawRates, PROGRAMME_PLANS, YEARS } from './generated-programmes.ts'
import type { ProgrammePlan, Surroundings } from './generated-programmes.ts'
import { inventName } from './names.ts'
import { accountAt, idNumberAt } from './people.ts'

export interface GeneratedPayee {
  readonly idNumber: string
  readonly account: string
  readonly name: string
  readonly group: string
}

export interface GeneratedLine {
  /** Index into the place's payees. */
  readonly payee: number
  /** Thousandths; null where an amount was approved. */
  readonly quantity: number | null
  readonly amountFen: number
}

export interface GeneratedRoster {
  readonly programme: string
  readonly year: number
  readonly batch: string
  /** Ten-thousandths of a yuan. */
  readonly rate: number | null
  readonly lines: GeneratedLine[]
}

export interface GeneratedPlace {
  readonly site: string
  readonly payees: GeneratedPayee[]
  readonly rosters: GeneratedRoster[]
}

/** Payees of the first year over the whole banner; a tenth as many come during the five years. */
const FIRST_PAYEES = 102_000
const LEAVING = 0.025
const JOINING = 0.025
/** More than any place holds, so that the numbers of two places never meet. */
const PLACE_STRIDE = 4096
const LARGEST = 1600

export function* generateBanner(seed: number): Generator<GeneratedPlace, void> {
  const dice = createDice(seed)
  const places = loadBanner().places.filter(holdsPayees)
  const sizes = drawSizes(dice, places)
  const ratesOf = drawRates(dice)
  const offset = dice.between(0, 1_000_000_000)
  for (const [ordinal, place] of places.entries()) {
    const own = createDice(Math.imul(seed, 0x85eb_ca6b) ^ Math.imul(ordinal + 1, 0x9e37_79b1))
    const invent = (index: number, group: string): GeneratedPayee => ({
      idNumber: idNumberAt(ordinal * PLACE_STRIDE + index, offset),
      account: accountAt(ordinal * PLACE_STRIDE + index, offset),
      name: inventName(own, MONGOLIAN_SHARE[surroundingsOf(place)]),
      group,
    })
    yield generatePlace({ place, dice: own, size: sizes[ordinal] ?? 1, invent, ratesOf })
  }
}

const MONGOLIAN_SHARE: Readonly<Record<Surroundings, number>> = {
  gacha: 0.75,
  village: 0.2,
  community: 0.45,
  town: 0.4,
}

const surroundingsOf = ({ type }: Place): Surroundings =>
  type === 'gacha' || type === 'village' || type === 'community' ? type : 'town'

/** A few places are five times as large as others; towns themselves and communities pay fewer. */
const drawSizes = (dice: Dice, places: readonly Place[]): number[] => {
  const typical = { gacha: 500, village: 500, community: 330, town: 90 }
  const drawn = places.map((place) =>
    Math.min(1200, Math.max(20, dice.logNormal(typical[surroundingsOf(place)], 0.45))),
  )
  const scale = FIRST_PAYEES / drawn.reduce((sum, size) => sum + size, 0)
  return drawn.map((size) => Math.min(LARGEST, Math.ceil(size * scale)))
}

interface PlaceTask {
  readonly place: Place
  readonly dice: Dice
  readonly size: number
  readonly invent: (index: number, group: string) => GeneratedPayee
  readonly ratesOf: ReturnType<typeof drawRates>
}

/** One programme as this place knows it: who takes part, with which quantity (0: not this year). */
interface Course {
  readonly plan: ProgrammePlan
  readonly quantities: Map<number, number>
}

const generatePlace = ({ place, dice, size, invent, ratesOf }: PlaceTask): GeneratedPlace => {
  const groups = drawGroups(dice, place)
  const payees: GeneratedPayee[] = []
  const courses = PROGRAMME_PLANS.filter(({ places }) => dice.chance(places)).map(
    (plan): Course => ({ plan, quantities: new Map() }),
  )
  const settle = (group: number): number => {
    const index = payees.length
    payees.push(invent(index, groups[group] ?? ''))
    for (const course of courses) enrol(dice, course, index, surroundingsOf(place))
    return index
  }
  const residents: number[][] = groups.map(() => [])
  for (let i = 0; i < size; i++) {
    const group = Math.floor((i * groups.length) / size)
    residents[group]?.push(settle(group))
  }
  const rosters: GeneratedRoster[] = []
  for (const year of YEARS) {
    if (year !== YEARS[0]) {
      moveOn(dice, residents, size, settle)
      for (const course of courses) remeasure(dice, course)
    }
    const listed = residents.flat()
    for (const course of courses) {
      for (const batch of course.plan.batches(year)) {
        const rate = ratesOf(course.plan, year, batch)
        const lines = drawLines(dice, course, listed, rate)
        if (lines.length > 0)
          rosters.push({ programme: course.plan.programme, year, batch, rate, lines })
      }
    }
  }
  return { site: place.id, payees, rosters }
}

const drawGroups = (dice: Dice, place: Place): readonly string[] => {
  const count = dice.between(2, 8)
  const numbers = ['一', '二', '三', '四', '五', '六', '七', '八'].slice(0, count)
  if (place.type === 'gacha' && dice.chance(0.4)) {
    return ['东', '西', '南', '北', '中', '前', '后', '新'].slice(0, count).map((x) => `${x}独贵龙`)
  }
  if (place.type === 'gacha' || place.type === 'village') {
    return dice.chance(0.5) ? numbers.map((x) => `第${x}村民小组`) : numbers.map((x) => `${x}组`)
  }
  return ['']
}

const enrol = (dice: Dice, { plan, quantities }: Course, payee: number, where: Surroundings) => {
  if (dice.chance(plan.share[where])) quantities.set(payee, drawQuantity(dice, plan, plan.median))
}

/** Log-normal areas; months are mostly full, approved amounts whole tens of yuan. */
const drawQuantity = (dice: Dice, plan: ProgrammePlan, median: number, sigma = 0.75): number => {
  if (plan.measure === 'months') return plan.median - (dice.chance(0.06) ? 1000 : 0)
  const steps = Math.round(dice.logNormal(median, sigma) / plan.step)
  return Math.max(plan.step * (plan.measure === 'area' ? 30 : 1), steps * plan.step)
}

/** Some leave, some come; newcomers stand at the end of their group, as in an office's list. */
const moveOn = (
  dice: Dice,
  residents: number[][],
  size: number,
  settle: (group: number) => number,
): void => {
  const joining = (size * JOINING) / residents.length
  for (const [group, members] of residents.entries()) {
    const kept = members.filter(() => !dice.chance(LEAVING))
    const count = Math.floor(joining) + (dice.chance(joining % 1) ? 1 : 0)
    residents[group] = [...kept, ...Array.from({ length: count }, () => settle(group))]
  }
}

const remeasure = (dice: Dice, { plan, quantities }: Course): void => {
  for (const [payee, quantity] of quantities) {
    if (!dice.chance(plan.changing)) continue
    quantities.set(payee, drawQuantity(dice, plan, quantity, plan.measure === 'area' ? 0.25 : 0.4))
  }
}

/** Offices differ: most round to the fen, some cut it off, a few pay whole yuan. */
const drawRounding = (dice: Dice): ((quantity: number, rate: number) => number) => {
  const habit = dice.unit()
  if (habit < 0.03) return (quantity, rate) => Math.round(multiplyToFen(quantity, rate) / 100) * 100
  if (habit < 0.1) return (quantity, rate) => Math.floor((quantity * rate) / 100_000)
  return multiplyToFen
}

const drawLines = (
  dice: Dice,
  { quantities }: Course,
  listed: readonly number[],
  rate: number | null,
): GeneratedLine[] => {
  const toFen = drawRounding(dice)
  const lines: GeneratedLine[] = []
  for (const payee of listed) {
    const quantity = quantities.get(payee)
    if (quantity === undefined || dice.chance(0.01)) continue // one in a hundred is held back
    if (rate === null) lines.push({ payee, quantity: null, amountFen: quantity })
    else lines.push({ payee, quantity, amountFen: toFen(quantity, rate) })
  }
  return lines
}
