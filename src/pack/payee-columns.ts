// The columns of a ledger's payees, in the order of their numbers.
import * as z from 'zod/mini'
import { integersToText, readIntegers, readSmall, SMALL_LIMIT, smallToText } from './column.ts'
import type { LedgerPayee } from './model.ts'
import { decodeNames, encodeNames, NameColumn } from './name-column.ts'
import { assert } from '../base/result.ts'

const LAST_FOUR = 4
/** In this order they are numbered; the last one stands four times for what must not be shown. */
const LAST_FOUR_CHARACTERS = '0123456789X '

export const PayeeColumns = z.object({
  count: z.int().check(z.nonnegative()),
  /** Each number's difference from the one that would follow the one before. */
  number: z.optional(z.string()),
  name: NameColumn,
  /** Position of the group plus one. */
  group: z.optional(z.string()),
  /** Four letters each: never digits, of which a run could be taken for a telephone number. */
  lastFour: z.optional(z.string()),
  /** Merged: position of the payee and the number to see, in turn. */
  see: z.optional(z.array(z.int())),
})
export type PayeeColumns = z.infer<typeof PayeeColumns>

const lastFoursToText = (payees: readonly LedgerPayee[]): string => {
  const characters = payees.map((payee) => payee.lastFour.padEnd(LAST_FOUR)).join('')
  return smallToText(
    [...characters].map((character) => LAST_FOUR_CHARACTERS.indexOf(character)),
    LAST_FOUR_CHARACTERS.length,
  )
}

/** `payees` by number. */
export const encodePayeeColumns = (
  payees: readonly LedgerPayee[],
  groups: number,
): Readonly<Record<string, unknown>> => {
  assert(groups < SMALL_LIMIT, 'a site has fewer than 4096 groups')
  assert(
    payees.every(({ lastFour }) => lastFour === '' || /^[0-9X]{4}$/.test(lastFour)),
    'last fours have four characters or none',
  )
  const numbers = payees.map((payee, i) => payee.number - (payees[i - 1]?.number ?? 0) - 1)
  const see = payees.flatMap((payee, i) => (payee.see === undefined ? [] : [i, payee.see]))
  return {
    count: payees.length,
    number: integersToText(numbers) || undefined,
    name: encodeNames(payees.map((payee) => payee.name)),
    group: payees.some((payee) => payee.group >= 0)
      ? smallToText(
          payees.map((payee) => payee.group + 1),
          groups + 1,
        )
      : undefined,
    lastFour: payees.some((payee) => payee.lastFour !== '') ? lastFoursToText(payees) : undefined,
    see: see.length > 0 ? see : undefined,
  }
}

const readGroups = (columns: PayeeColumns, groups: number): number[] | null => {
  if (columns.group === undefined) return new Array<number>(columns.count).fill(-1)
  const own = readSmall(columns.group, groups + 1, columns.count)
  return own?.every((group) => group <= groups) ? own.map((group) => group - 1) : null
}

const readNumbers = (columns: PayeeColumns): number[] | null => {
  const reader = readIntegers(columns.number ?? '')
  let number = 0
  const numbers = Array.from({ length: columns.count }, () => (number += reader.next() + 1))
  const isRising = numbers.every((own, i) => own > (numbers[i - 1] ?? 0))
  return reader.isSound && isRising && Number.isSafeInteger(number) ? numbers : null
}

const readLastFours = (columns: PayeeColumns): string[] | null => {
  if (columns.lastFour === undefined) return new Array<string>(columns.count).fill('')
  const numbers = readSmall(
    columns.lastFour,
    LAST_FOUR_CHARACTERS.length,
    LAST_FOUR * columns.count,
  )
  const text = numbers?.map((number) => LAST_FOUR_CHARACTERS[number] ?? '').join('')
  if (text?.length !== LAST_FOUR * columns.count) return null
  return Array.from({ length: columns.count }, (_, i) =>
    text.slice(LAST_FOUR * i, LAST_FOUR * (i + 1)).trimEnd(),
  )
}

const readSees = (see: readonly number[]): Map<number, number> => {
  const sees = new Map<number, number>()
  for (let i = 0; i + 1 < see.length; i += 2) sees.set(see[i]!, see[i + 1]!)
  return sees
}

/** Null when a column does not have one entry for each payee. */
export const decodePayeeColumns = (columns: PayeeColumns, groups: number): LedgerPayee[] | null => {
  const names = decodeNames(columns.name, columns.count)
  const numbers = names && readNumbers(columns)
  const ownGroups = numbers && readGroups(columns, groups)
  const lastFours = ownGroups && readLastFours(columns)
  if (!lastFours) return null
  const sees = readSees(columns.see ?? [])
  return numbers.map((number, i): LedgerPayee => {
    const see = sees.get(i)
    return {
      number,
      name: names[i]!,
      group: ownGroups[i]!,
      lastFour: lastFours[i]!,
      ...(see === undefined ? {} : { see }),
    }
  })
}
