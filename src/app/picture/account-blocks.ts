// What the picture of an account says: place, name, number, the sums of the years, and line by line how they came about.
// Handed the account as everybody may read it ([PAPER-7]); the last four digits stay on the screen. Pure.
import type { Account, AccountLine, AccountYear } from '../account-view.ts'
import {
  formatBatch,
  formatFen,
  formatMoney,
  formatQuantity,
  formatRateOf,
  formatUnit,
} from '../format.ts'
import type { MongolianWord, Say, Translate } from '../words.svelte.ts'
import { textBlock, type Block, type RowBlock } from './blocks.ts'
import { yearSums } from './year-sums.ts'

/** How things are called where it is read. */
export interface PictureWords {
  readonly t: Translate
  readonly upright: (say: Say) => MongolianWord | null
  readonly programme: (id: string) => Say
}

const reckoned = ({ line, roster }: AccountLine, t: Translate): string => {
  if (line.quantity === null) return t('account.approved')
  const quantity = `${formatQuantity(line.quantity)} ${formatUnit(roster.unit, t)}`
  return roster.rate === null
    ? `${quantity} · ${t('account.approved')}`
    : `${quantity} × ${formatRateOf(roster.rate, roster.unit, t)}`
}

const rowOf = (entry: AccountLine, t: Translate): RowBlock => {
  const { line, roster } = entry
  const was = line.was?.amountFen ?? null
  const state = roster.kind === 'notice' ? t('shell.notice') : t(`account.state.${line.state}`)
  return {
    text: [formatBatch(roster.batch, t), state].filter((part) => part !== '').join(' · '),
    end: line.amountFen === null ? t('account.no-amount') : formatMoney(line.amountFen, t),
    was: was === null || was === line.amountFen ? null : formatMoney(was, t),
    notes: [
      reckoned(entry, t),
      ...(line.state === 'failed' ? [t('account.failed-what')] : []),
      ...(roster.memo === null ? [] : [t('account.memo', { memo: roster.memo })]),
    ],
  }
}

const sumsOf = ({ paidFen, openFen }: AccountYear, t: Translate): readonly string[] => [
  ...(paidFen === 0 ? [] : [`${t('account.total')} ${formatMoney(paidFen, t)}`]),
  ...(openFen === 0 ? [] : [`${t('account.open')} ${formatMoney(openFen, t)}`]),
]

const yearBlocks = (year: AccountYear, words: PictureWords): readonly Block[] => [
  {
    kind: 'heading',
    text: words.t('shell.year', { year: year.year }),
    ends: sumsOf(year, words.t),
  },
  ...year.programmes.map((programme): Block => {
    const say = words.programme(programme.programme)
    return {
      kind: 'group',
      name: say(words.t),
      mongolian: words.upright(say),
      rows: programme.lines.map((entry) => rowOf(entry, words.t)),
    }
  }),
]

/** `whole`: how many years are told line by line; of those before, only the sums. */
export const accountBlocks = (
  account: Account,
  place: string,
  words: PictureWords,
  whole = account.years.length,
): readonly Block[] => {
  const { t } = words
  const sums = yearSums(account)
  const number = t('shell.payee-number', { number: account.payee.number })
  return [
    { kind: 'title', text: account.payee.name },
    textBlock(place),
    textBlock([account.group, number].filter((part) => part !== null).join(' · ')),
    ...(sums.length > 1
      ? ([
          { kind: 'heading', text: t('picture.years'), ends: [t('picture.in-yuan')] },
          {
            kind: 'chart',
            sums,
            paid: t('account.total'),
            open: t('account.open'),
            nothing: t('picture.nothing'),
          },
        ] as const)
      : []),
    ...account.years.slice(0, whole).flatMap((year) => yearBlocks(year, words)),
    ...(whole < account.years.length ? [textBlock(t('picture.older'), true)] : []),
    ...(account.years.length === 0 ? [textBlock(t('account.no-lines'))] : []),
  ]
}

/** For whoever can't see it. */
export const accountInWords = (account: Account, t: Translate): string =>
  account.years
    .map(({ year, paidFen }) => `${t('shell.year', { year })} ${formatFen(paidFen)}`)
    .join(t('shell.list-comma'))
