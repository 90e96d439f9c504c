// One account as sentences to be read aloud: whose it is, then year by year what came and how it is reckoned. Only what the page
// shows of this payee; nothing of anybody else.
import type { Account, AccountLine } from '../account-view.ts'
import { formatBatch, formatUnit } from '../format.ts'
import type { Translate } from '../words.svelte.ts'
import { sayDigits, sayFen, sayQuantity, sayRate } from './numbers.ts'
import { pronounce, pronounceName } from './pronounce.ts'

export interface AccountNames {
  readonly t: Translate
  /** With its parent, as the page shows it. */
  readonly place: string
  readonly programme: (id: string) => string
}

const sayReckoning = ({ line, roster, recomputed }: AccountLine, t: Translate): string => {
  const unit = formatUnit(roster.unit, t)
  if (line.quantity === null) return ''
  const quantity = sayQuantity(line.quantity) + unit
  return recomputed && roster.rate !== null
    ? t('aloud.reckoning', { quantity, unit, rate: sayRate(roster.rate) })
    : t('aloud.quantity', { quantity })
}

const sayLine = (entry: AccountLine, programme: string, t: Translate): string => {
  const { line, roster } = entry
  const amount = line.amountFen === null ? t('account.no-amount') : sayFen(line.amountFen)
  const state = roster.kind === 'notice' ? t('shell.notice') : t(`account.state.${line.state}`)
  const failed = line.state === 'failed' ? t('account.failed-what') : ''
  return [
    t('aloud.line', {
      programme,
      batch: formatBatch(roster.batch, t),
      reckoning: sayReckoning(entry, t),
      amount,
      state,
    }),
    failed,
  ].join('')
}

const saySums = ({ year, paidFen, openFen }: Account['years'][number], t: Translate): string[] => [
  t('aloud.year', { year: sayDigits(String(year)), amount: sayFen(paidFen) }),
  ...(openFen === 0 ? [] : [t('aloud.open', { amount: sayFen(openFen) })]),
]

/** What is said of a short ledger: `from`, the first year that is here whole; `partial`, one of which only a part is. */
export interface Begun {
  readonly from: number
  readonly partial: number | undefined
}

const sayBegun = ({ from, partial }: Begun, t: Translate): string =>
  partial === undefined
    ? t('account.begun', { year: sayDigits(String(from)) })
    : t('account.begun-part', { year: sayDigits(String(partial)) })

/** `begun`: where the rest is still on its way (PACK-29). */
export const sayAccount = (
  account: Account,
  { t, place, programme }: AccountNames,
  begun: Begun | null = null,
): string[] => {
  const { name, lastFour } = account.payee
  const group = account.group ?? ''
  return [
    t('aloud.whose', {
      place: pronounce(place),
      group: pronounce(group),
      name: pronounceName(name),
    }),
    ...(lastFour === '' ? [] : [t('shell.last-four', { digits: sayDigits(lastFour) })]),
    ...(begun ? [sayBegun(begun, t)] : []),
    ...account.years.flatMap((year) => [
      ...(year.year === begun?.partial
        ? [t('shell.year', { year: sayDigits(String(year.year)) })]
        : saySums(year, t)),
      ...year.programmes.flatMap(({ programme: id, lines }) =>
        lines.map((line) => sayLine(line, programme(id), t)),
      ),
    ]),
    ...(account.years.length === 0 ? [t('account.no-lines')] : []),
    t('aloud.seal'),
  ]
}
