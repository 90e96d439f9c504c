// A line of an account as the clips that say it: year, programme, batch, quantity, amount, and what became of the money.
import type { AccountLine } from '../account-view.ts'
import { PART_KEYS, UNIT_KEYS } from '../format.ts'
import type { Key } from '../words-keys.ts'
import { spokenFen, spokenNumber, spokenQuantity } from './number.ts'

/** Null as soon as one part can't be said: half a line would say something else. */
const joined = (...parts: readonly (readonly Key[] | null)[]): readonly Key[] | null => {
  const keys: Key[] = []
  for (const part of parts) {
    if (part === null) return null
    keys.push(...part)
  }
  return keys
}

const spokenBatch = (batch: string): readonly Key[] | null => {
  if (batch === '1') return []
  const part = PART_KEYS[batch]
  if (part !== undefined) return [part]
  return /^\d+$/.test(batch) ? joined(['voice.batch'], spokenNumber(Number(batch))) : null
}

const spokenUnit = (unit: string): readonly Key[] | null => {
  const key = UNIT_KEYS[unit]
  return key === undefined ? null : [key]
}

const spokenState = ({ line, roster }: AccountLine): readonly Key[] => {
  if (roster.kind === 'notice') return ['shell.notice']
  const state: Key = `account.state.${line.state}`
  return line.state === 'failed' ? [state, 'account.failed-what'] : [state]
}

/** A programme of the banner's own has no word in the files, but may well have a clip. */
export const programmeKey = (id: string): Key => `programme.${id}` as Key

/** Null where something in it has no word: a unit or a batch that this shell does not know. */
export const spokenLine = (entry: AccountLine): readonly Key[] | null => {
  const { line, roster } = entry
  return joined(
    spokenNumber(roster.year),
    ['voice.year', programmeKey(roster.programme)],
    spokenBatch(roster.batch),
    line.quantity === null ? [] : joined(spokenQuantity(line.quantity), spokenUnit(roster.unit)),
    line.amountFen === null ? ['account.no-amount'] : spokenFen(line.amountFen),
    spokenState(entry),
  )
}
