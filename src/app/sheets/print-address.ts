// The address of the print screen: what is to be printed stands in its query. Pure.
import type { SheetKind, Subject } from './gather.ts'
import { SHEET_KINDS } from './gather.ts'

export interface PrintAddress extends Subject {
  readonly kind?: SheetKind
  /** Set where it was asked from what only the village may read. */
  readonly village?: true
}

export const toPrint = (about: PrintAddress): string => {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(about))
    if (value !== undefined) query.set(name, String(value))
  return `/print?${query.toString()}`
}

const whole = (text: string | null): number | undefined =>
  text !== null && /^-?\d{1,9}$/.test(text) ? Number(text) : undefined

/** The other way round; what is not in the right form is left out. */
export const readPrint = (search: string): PrintAddress => {
  const query = new URLSearchParams(search)
  const kind = SHEET_KINDS.find((one) => one === query.get('kind'))
  const [place, roster, policy] = ['place', 'roster', 'policy'].map((name) => query.get(name))
  const [group, payee] = [whole(query.get('group')), whole(query.get('payee'))]
  return {
    ...(kind ? { kind } : {}),
    ...(query.get('village') === 'true' ? { village: true as const } : {}),
    ...(place ? { place } : {}),
    ...(roster ? { roster } : {}),
    ...(policy ? { policy } : {}),
    ...(group === undefined ? {} : { group }),
    ...(payee === undefined ? {} : { payee }),
  }
}
