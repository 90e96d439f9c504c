// What the picture of a place says: which rosters of its newest year everybody may read, with their sums. No person is in it.
// Pure.
import type { Place } from '../../domain/place/schema.ts'
import type { LedgerCore, LedgerRoster } from '../../pack/model.ts'
import { formatBatch, formatMoney } from '../format.ts'
import { rosterYears } from '../rosters.ts'
import type { PictureWords } from './account-blocks.ts'
import { textBlock, type Block } from './blocks.ts'

const rosterBlock = (roster: LedgerRoster, words: PictureWords): Block => {
  const { t } = words
  const say = words.programme(roster.programme)
  const kind = roster.kind === 'notice' ? t('shell.notice') : ''
  const people = roster.persons === null ? '' : t('shell.people', { count: roster.persons })
  return {
    kind: 'group',
    name: say(t),
    mongolian: words.upright(say),
    rows: [
      {
        text: [formatBatch(roster.batch, t), kind, people]
          .filter((part) => part !== '')
          .join(' · '),
        end: roster.amountFen === null ? '' : formatMoney(roster.amountFen, t),
        was: null,
        notes: [],
      },
    ],
  }
}

/** `core`: what is open to everybody; null where nothing is held. */
export const placeBlocks = (
  place: Place,
  above: string,
  core: LedgerCore | null,
  words: PictureWords,
  today: string,
): readonly Block[] => {
  const [newest] = core ? rosterYears([core], today) : []
  return [
    { kind: 'title', text: place.name },
    textBlock(
      [above, words.t(`shell.place.${place.type}`)].filter((part) => part !== '').join(' · '),
    ),
    ...(newest
      ? [
          {
            kind: 'heading',
            text: words.t('shell.year', { year: newest.year }),
            ends: [],
          } as const,
          ...newest.rosters.map((roster) => rosterBlock(roster, words)),
        ]
      : []),
  ]
}
