// Lists that screens show: likeness of rows, open notices, groups, rosters, policies, what a board's code carries.
import { describe, expect, test } from 'vitest'
import { readBoardCode } from '../../../src/app/board-code.ts'
import { groupsOf } from '../../../src/app/groups.ts'
import { markLikeness } from '../../../src/app/likeness.ts'
import { toNotices } from '../../../src/app/notices.ts'
import {
  askableTraits,
  cardFields,
  findPolicies,
  ownRates,
  policiesFor,
} from '../../../src/app/policies.ts'
import { byNewest, toRecent } from '../../../src/app/recent.ts'
import { rosterPage, rosterYears, sumYears } from '../../../src/app/rosters.ts'
import { POLICY_FIELDS, type Policy } from '../../../src/domain/policy/schema.ts'
import { SITE, makeLedger, makeProgramme, makeRoster } from '../../support/models.ts'

const TODAY = '2025-10-10'

describe('rows that can be mistaken for one another', () => {
  const row = { site: SITE, number: 1, name: '包青山', group: '第一组', lastFour: '0431' }
  test.each([
    [{ number: 2 }, 'same-row'],
    [{ number: 2, lastFour: '118X' }, 'same-name'],
    [{ number: 2, name: '白乌云' }, 'none'],
    [{ number: 2, site: '152223105201' }, 'same-name'],
  ])('beside %j a row is %s', (other, likeness) => {
    expect(markLikeness([row, { ...row, ...other }])[0]!.likeness).toBe(likeness)
  })
})

describe('notices', () => {
  const notice = (from: string, to: string, until: string) =>
    makeRoster({ batch: to, kind: 'notice', notice: { from, to }, until })
  test('both days of a notice count, the one that ends first stands first', () => {
    const ledger = makeLedger({
      rosters: [
        notice('2025-10-08', '2025-10-14', '2025-10-15'),
        notice('2025-10-04', '2025-10-10', '2025-10-11'),
        notice('2025-10-03', '2025-10-09', '2025-10-10'),
        makeRoster(),
      ],
    })
    expect(toNotices(SITE, ledger, TODAY).map(({ to }) => to)).toEqual(['2025-10-10', '2025-10-14'])
  })
})

test('groups keep their order, people without one stand last, merged numbers nowhere', () => {
  const payee = (number: number, group: number) => ({ number, name: '包', group, lastFour: '' })
  const payees = [payee(1, -1), payee(2, 1), payee(3, 0), { ...payee(4, 0), see: 3 }]
  expect(
    groupsOf(makeLedger({ payees })).map((group) => [
      group.number,
      group.name,
      group.payees.map(({ number }) => number),
    ]),
  ).toEqual([
    [1, '第一组', [3]],
    [2, '第二组', [2]],
    [-1, '', [1]],
  ])
})

describe('what was published lately', () => {
  const opened = (day: string) => ({ place: SITE, openedMs: Date.parse(`${day}T12:00:00+08:00`) })
  const rosters = [
    makeRoster({ year: 2024, published: '2025-06-20' }),
    makeRoster({ year: 2025, published: '2025-06-20' }),
    makeRoster({ year: 2023, published: '2025-10-01' }),
    makeRoster({ kind: 'notice', published: '2025-10-02' }),
    makeRoster({ year: 2020, published: '2025-10-03', until: TODAY }),
  ]
  const yearsAfter = (day: string) =>
    [...toRecent(opened(day), makeLedger({ rosters }), TODAY)]
      .sort(byNewest)
      .map(({ roster, isNew }) => [roster.year, isNew])

  test('is new only after the day on which somebody last looked', () => {
    expect(yearsAfter('2025-09-30')).toEqual([
      [2023, true],
      [2025, false],
      [2024, false],
    ])
    expect(yearsAfter('2025-10-01')[0]).toEqual([2023, false])
  })
  test('a place that was never looked at has nothing new', () => {
    const never = toRecent({ place: SITE, openedMs: 0 }, makeLedger({ rosters }), TODAY)
    expect(never.some(({ isNew }) => isNew)).toBe(false)
  })
})

describe('rosters', () => {
  test('[PACK-10] what may not be shown today is in no list and has no page', () => {
    const gone = makeRoster({ until: TODAY })
    const ledger = makeLedger({ rosters: [gone, makeRoster({ year: 2024 })] })
    expect(rosterYears([ledger], TODAY).map(({ year }) => year)).toEqual([2024])
    expect(rosterPage([ledger], gone.id, TODAY)).toBeNull()
  })

  test('a notice stands above the results of its year', () => {
    const ledger = makeLedger({ rosters: [makeRoster(), makeRoster({ kind: 'notice' })] })
    const [year] = rosterYears([ledger], TODAY)
    expect(year!.rosters.map(({ kind }) => kind)).toEqual(['notice', 'result'])
  })

  test('[PACK-14] sums stand by year, newest first, and end with the first roster in them', () => {
    const cell = { programme: 'gengdi-dili', batch: '1', kind: 'result' as const, sites: 2 }
    const sum = (year: number, until: string | null) => ({
      ...cell,
      year,
      until,
      persons: 5,
      amountFen: 100,
    })
    const years = sumYears([sum(2023, null), sum(2024, TODAY), sum(2025, null)], TODAY)
    expect(years.map(({ year }) => year)).toEqual([2025, 2023])
  })

  test('a page has the lines of its own roster only', () => {
    const rosters = [makeRoster(), makeRoster({ year: 2024 })]
    const line = { payee: 1, ordinal: 1, quantity: null, rate: null, state: 'paid' as const }
    const lines = [
      { ...line, roster: 0, amountFen: 1 },
      { ...line, roster: 1, amountFen: 2 },
    ]
    const page = rosterPage([makeLedger({ rosters, lines })], rosters[1]!.id, TODAY)!
    expect(page.rows.map((row) => [row.payee.name, row.group, row.line.amountFen])).toEqual([
      ['包青山', '第一组', 2],
    ])
  })

  test('[MASK-1] a masked roster has its own list and no people', () => {
    const rosters = [makeRoster({ programme: 'dibao', class: 'masked' })]
    const masked = [{ roster: 0, rows: [{ name: '包**', amountFen: 1 }] }]
    const page = rosterPage([makeLedger({ rosters, masked })], rosters[0]!.id, TODAY)!
    expect(page.rows).toEqual([])
    expect(page.masked?.rows).toEqual([{ name: '包**', amountFen: 1 }])
  })
})

describe('policies', () => {
  const fields = Object.fromEntries(POLICY_FIELDS.map((name) => [name, null])) as Policy['fields']
  const rate = (year: number, own: boolean, label: string | null = null) => ({
    year,
    rate: 1,
    unit: '亩',
    label,
    place: own ? '扎赉特旗' : '乌兰察布市',
    own,
    source: 'S1',
  })
  const policy: Policy = {
    id: 'gengdi',
    title: '耕地地力保护补贴',
    programmes: ['gengdi-dili'],
    fields,
    rates: [rate(2024, false), rate(2021, true), rate(2022, true, '一'), rate(2022, true, '二')],
  }
  test('for whom they are: only what some policy concerns is asked, the nearest come first', () => {
    const policies = [
      { ...policy, id: 'a', concerns: ['arable'] },
      { ...policy, id: 'b', concerns: ['low-income', 'something new'] },
      { ...policy, id: 'c', concerns: ['elderly', 'low-income'] },
      policy,
    ]
    expect(askableTraits(policies)).toEqual(['arable', 'elderly', 'low-income'])
    expect(policiesFor(policies, [])).toEqual([])
    const found = policiesFor(policies, ['low-income', 'elderly'])
    expect(found.map(({ id }) => id)).toEqual(['c', 'b'])
  })
  test("only the banner's own newest rates are told as its own", () => {
    expect(ownRates(policy).map(({ label }) => label)).toEqual(['一', '二'])
    expect(ownRates({ ...policy, rates: [rate(2024, false)] })).toEqual([])
  })
  test('a policy is found by the other names of its programmes', () => {
    const programmes = new Map([['gengdi-dili', makeProgramme({ aliases: ['地力补贴'] })]])
    expect(findPolicies([policy], ' 地力补贴', programmes)).toEqual([policy])
    expect(findPolicies([policy], '草原', programmes)).toEqual([])
    expect(findPolicies([policy], '', programmes)).toEqual([policy])
  })
  test('the card has nine items, the tenth only where it was collected', () => {
    expect(cardFields(policy)).toHaveLength(9)
    const funding = { text: '中央', source: 'S1', place: '全国', year: null }
    expect(cardFields({ ...policy, fields: { ...fields, funding } })).toHaveLength(10)
  })
})

describe('the code of a board', () => {
  test('[PACK-25] carries the root and the key of the village', () => {
    expect(readBoardCode('?r=0A1b2C3d', 'k=Zm9v')).toEqual({
      expectedRoot: '0a1b2c3d',
      villageKey: 'Zm9v',
    })
  })
  test('what is mistyped is left out', () => {
    expect(readBoardCode('?r=0a1b2c', 'k=')).toEqual({})
    expect(readBoardCode('', 'people')).toEqual({})
  })
})
