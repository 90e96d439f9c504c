// Which rows name a person or an account that another row of the file names too. Nearly none do: whatever compares lines with
// each other needs to look at these only.
import type { IdReading } from '../cells/identity.ts'

interface Person {
  readonly id: IdReading
  readonly name: string
  readonly group: string | null
}

/** One person by the surest sign there is. */
export const personSign = ({ id, name, group }: Person): string =>
  id.number ?? (id.printed === '' ? `${name}\t${group ?? ''}` : `${id.printed}\t${name}`)

export interface Repeats {
  /** Notes a payee's row; the number it answers is how `has` knows the row. */
  readonly note: (person: Person, account: string | null) => number
  /** Never false for a row whose person or account another row names; true for a few others. */
  readonly has: (noted: number) => boolean
}

export const createRepeats = (): Repeats => {
  const again = new Set<number>()
  const persons = createSieve(again)
  const accounts = createSieve(again)
  let count = 0
  return {
    note: (person, account) => {
      count++
      persons(personSign(person), count)
      if (account !== null) accounts(account, count)
      return count
    },
    has: (noted) => again.has(noted),
  }
}

const SLOT_BITS = 20

/** A slot holds the first row that came to it: a map of all texts takes ten times as long. Whoever shares one is looked at. */
const createSieve = (again: Set<number>) => {
  const first = new Int32Array(2 ** SLOT_BITS)
  return (text: string, row: number): void => {
    const slot = slotOf(text)
    const known = first[slot]!
    if (known === 0) first[slot] = row
    else again.add(known).add(row)
  }
}

const slotOf = (text: string): number => {
  let hash = 0
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> (32 - SLOT_BITS)
}
