// The demo's invented villages: who lives in which group, and how much land each household holds in which year.
import { accountAt, idNumberAt } from './people.ts'
import { createDice } from './dice.ts'
import type { Dice } from './dice.ts'
import { inventName, RARE_CHARACTERS } from './names.ts'

export interface Village {
  readonly town: string
  readonly name: string
  readonly groups: readonly string[]
  readonly households: number
  /** Which part of the households bears a Mongolian name. */
  readonly mongolianShare: number
  readonly medianMu: number
}

export interface Person {
  readonly name: string
  readonly idNumber: string
  readonly account: string
  readonly group: string
}

/** `quantity` in thousandths of a mu. */
export interface Holding {
  readonly person: Person
  readonly quantity: number
}

export interface VillageHistory {
  readonly village: Village
  readonly holdingsIn: (year: number) => readonly Holding[]
  /** Everybody who ever held land here. */
  readonly people: readonly Person[]
}

const LEAVING = 0.025
const JOINING = 0.025
const CHANGING = 0.18

/** `ordinal` keeps the numbers of two villages apart. Years in rising order. */
export const settleVillage = (
  village: Village,
  ordinal: number,
  years: readonly number[],
): VillageHistory => {
  const dice = createDice(0x1170d + ordinal)
  const people: Person[] = []
  const settle = (group: string): Holding => {
    const person = inventPerson(dice, village, ordinal * 1000 + people.length, group)
    people.push(person)
    return { person, quantity: inventArea(dice, village.medianMu) }
  }
  let holdings = Array.from({ length: village.households }, (_, i) => settle(groupAt(village, i)))
  const holdingsByYear = new Map<number, readonly Holding[]>()
  for (const year of years) {
    if (holdingsByYear.size > 0) holdings = nextYear(dice, village, holdings, settle)
    holdingsByYear.set(year, holdings)
  }
  return { village, people, holdingsIn: (year) => holdingsByYear.get(year) ?? [] }
}

/** Groups in order, filled evenly. */
const groupAt = (village: Village, household: number): string =>
  village.groups[Math.floor((household * village.groups.length) / village.households)] ?? ''

const nextYear = (
  dice: Dice,
  village: Village,
  holdings: readonly Holding[],
  settle: (group: string) => Holding,
): Holding[] => {
  const kept = holdings
    .filter(() => !dice.chance(LEAVING))
    .map((holding) =>
      dice.chance(CHANGING)
        ? { ...holding, quantity: inventArea(dice, holding.quantity / 1000, 0.2) }
        : holding,
    )
  const joined = village.groups.flatMap((group) =>
    dice.chance(JOINING * (village.households / village.groups.length)) ? [settle(group)] : [],
  )
  // as an office keeps its list: by group, newcomers last
  return village.groups.flatMap((group) =>
    [...kept, ...joined].filter(({ person }) => person.group === group),
  )
}

/** Two decimals of a mu, as measured in the field, in thousandths. */
export const inventArea = (dice: Dice, medianMu: number, sigma = 0.7): number =>
  Math.max(50, Math.round(dice.logNormal(medianMu, sigma) * 100)) * 10

const inventPerson = (dice: Dice, village: Village, index: number, group: string): Person => ({
  // each village shows one of the characters that old systems lose
  name: index % 1000 === 7 ? `王${rareAt(index)}祥` : inventName(dice, village.mongolianShare),
  idNumber: idNumberAt(index, 4_711),
  account: accountAt(index, 2_018),
  group,
})

const rareAt = (index: number): string =>
  RARE_CHARACTERS[Math.floor(index / 1000) % RARE_CHARACTERS.length] ?? ''
