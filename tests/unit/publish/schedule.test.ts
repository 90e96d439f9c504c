// The programme schedule: periods of notices and stages of results, day by day.
import { describe, expect, test } from 'vitest'
import type { Disclosure } from '../../../src/domain/programme/schema.ts'
import { noticePeriod, stageOn } from '../../../src/server/publish/schedule.ts'

const named: Disclosure = {
  notice: { days: 7, count: 'calendar', class: 'named', audience: 'public' },
  result: [
    { class: 'named', audience: 'public', months: 24 },
    { class: 'named', audience: 'village', months: 36 },
    { class: 'counts', audience: 'public', months: null },
  ],
}
const weekdays = (day: string) => ![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay())

describe('the period of a notice', () => {
  test('seven calendar days count the first and the last', () => {
    expect(noticePeriod(named.notice, '2026-11-23', weekdays)).toEqual({
      from: '2026-11-23',
      to: '2026-11-29',
    })
  })

  test('working days leave out the weekend and decreed holidays', () => {
    const notice = { ...named.notice, count: 'working' as const }
    expect(noticePeriod(notice, '2026-11-23', weekdays).to).toBe('2026-12-01')
    const withHoliday = (day: string) => weekdays(day) && day !== '2026-11-25'
    expect(noticePeriod(notice, '2026-11-23', withHoliday).to).toBe('2026-12-02')
  })

  test('a notice put up on a Saturday counts from Monday', () => {
    const notice = { ...named.notice, days: 1, count: 'working' as const }
    expect(noticePeriod(notice, '2026-11-28', weekdays).to).toBe('2026-11-30')
  })
})

describe('[PACK-10] the stage of a roster', () => {
  const result = { kind: 'result', published: '2024-01-31', noticeTo: null } as const
  test.each([
    ['2024-01-31', 'named', 'public', '2026-01-31'],
    ['2026-01-30', 'named', 'public', '2026-01-31'],
    ['2026-01-31', 'named', 'village', '2029-01-31'],
    ['2029-01-31', 'counts', 'public', null],
    ['2099-01-01', 'counts', 'public', null],
  ])(
    'a result published on 31 January 2024 is on %s %s for %s until %s',
    (day, cls, audience, until) => {
      expect(stageOn(named, result, day)).toEqual({ class: cls, audience, until })
    },
  )

  test('a notice is shown on its last day and gone on the next', () => {
    const notice = { kind: 'notice', published: '2026-11-23', noticeTo: '2026-11-29' } as const
    expect(stageOn(named, notice, '2026-11-29')?.until).toBe('2026-11-30')
    expect(stageOn(named, notice, '2026-11-30')).toBeNull()
  })

  test('a schedule whose last stage ends shows nothing afterwards', () => {
    const short = {
      ...named,
      result: [{ class: 'named', audience: 'public', months: 1 }],
    } as Disclosure
    expect(stageOn(short, result, '2024-02-29')).toBeNull()
  })
})
