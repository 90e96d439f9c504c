// Any ledger that the format promises to carry, for properties: names in all scripts, several lines of a payee in one
// roster, missing values, corrections, masked lists. And the same ledger with all its parts in another order.
import fc from 'fast-check'
import { bytesToBase64Url } from '../../src/base/bytes.ts'
import { addDays } from '../../src/base/clock.ts'
import type {
  LedgerCoreInput,
  LedgerInput,
  LedgerLineInput,
  LedgerPayee,
  LedgerRoster,
} from '../../src/pack/model.ts'

const NAMES = [
  '包桂兰',
  '巴特尔',
  '白·乌云其木格',
  '王　伟',
  '𠮷日嘎拉',
  '䶮㛃𬀩',
  '王,二',
  'ᠪᠠᠲᠤ',
  '',
]

const name = fc.oneof(fc.constantFrom(...NAMES), fc.string({ unit: 'binary', maxLength: 8 }))
const day = fc.integer({ min: 0, max: 9000 }).map((days) => addDays('2015-01-01', days))
const money = fc.oneof(fc.constant(null), fc.integer({ min: -1e11, max: 1e12 }))
const quantity = fc.oneof(
  fc.constant(null),
  fc.integer({ min: -1e6, max: 1e9 }),
  fc.constant(12_500),
)
const rate = fc.oneof(fc.constant(null), fc.integer({ min: 0, max: 1e8 }), fc.constant(674_100))

const correction = fc.record({
  version: fc.integer({ min: 2, max: 9 }),
  day,
  reason: fc.constantFrom('figure' as const, 'identity' as const, 'privacy' as const),
  text: fc.string(),
})

const roster: fc.Arbitrary<LedgerRoster> = fc
  .record({
    programme: fc.constantFrom('gengdi-dili', 'caoyuan-jinmu', 'gaoling-jintie'),
    year: fc.integer({ min: 2018, max: 2027 }),
    batch: fc.constantFrom('1', '2', '第二批', '二/季度'),
    kind: fc.constantFrom('notice' as const, 'result' as const),
    version: fc.integer({ min: 1, max: 9 }),
    title: fc.oneof(fc.constantFrom('2025年补贴~y公示表', '2018年~~2018年', ''), fc.string()),
    class: fc.constantFrom('named' as const, 'masked' as const, 'counts' as const),
    audience: fc.constantFrom('public' as const, 'village' as const),
    published: day,
    notice: fc.option(fc.record({ from: day, to: day })),
    until: fc.option(day),
    unit: fc.constantFrom('亩', '头'),
    rate,
    persons: fc.option(fc.nat()),
    amountFen: money,
    memo: fc.option(fc.string()),
    corrections: fc.array(correction, { maxLength: 2 }),
  })
  .map((parts) => ({
    id: [parts.programme, parts.year, parts.batch, parts.kind].join('/'),
    ...parts,
  }))

const payee = (groups: number): fc.Arbitrary<LedgerPayee> =>
  fc
    .record({
      number: fc.integer({ min: 1, max: 400 }),
      name,
      group: fc.integer({ min: -1, max: groups - 1 }),
      lastFour: fc.oneof(fc.constant(''), fc.stringMatching(/^\d{3}[\dX]$/)),
      see: fc.option(fc.integer({ min: 1, max: 400 })),
    })
    .map(({ see, ...plain }) => (see === null ? plain : { ...plain, see }))

const line = (rosters: number, numbers: readonly number[]): fc.Arbitrary<LedgerLineInput> =>
  fc
    .record({
      roster: fc.nat(rosters - 1),
      payee: fc.constantFrom(...numbers),
      ordinal: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 3 })),
      quantity,
      rate,
      amountFen: money,
      state: fc.constantFrom('pending' as const, 'paid' as const, 'failed' as const),
      was: fc.option(fc.record({ quantity, amountFen: money }), { freq: 9 }),
    })
    .map(({ was, ...plain }) => (was === null ? plain : { ...plain, was }))

const maskedRow = fc.record({
  name: fc.constantFrom('王*', '包**', '*'),
  amountFen: fc.integer({ min: -1000, max: 1e9 }),
})

const masked = (rosters: number) =>
  rosters === 0
    ? fc.constant([])
    : fc.uniqueArray(
        fc.record({ roster: fc.nat(rosters - 1), rows: fc.array(maskedRow, { maxLength: 6 }) }),
        { maxLength: 2, selector: (list) => list.roster },
      )

const core: fc.Arbitrary<LedgerCoreInput> = fc
  .record({
    groups: fc.uniqueArray(fc.string({ maxLength: 4 }), { maxLength: 70 }),
    rosters: fc.uniqueArray(roster, { maxLength: 8, selector: ({ id }) => id }),
  })
  .chain(({ groups, rosters }) =>
    fc.record({
      groups: fc.constant(groups),
      rosters: fc.constant(rosters),
      payees: fc.uniqueArray(payee(groups.length), {
        maxLength: 30,
        selector: (one) => one.number,
      }),
      masked: masked(rosters.length),
      groupNumbers: fc.uniqueArray(fc.integer({ min: 1, max: 99 }), {
        minLength: groups.length,
        maxLength: groups.length,
      }),
    }),
  )
  .chain((parts) => {
    const numbers = parts.payees.map((one) => one.number)
    const lines =
      numbers.length === 0 || parts.rosters.length === 0
        ? fc.constant([])
        : fc.uniqueArray(line(parts.rosters.length, numbers), {
            maxLength: 80,
            selector: (one) => `${one.roster}/${one.payee}/${one.ordinal}`,
          })
    return lines.map((own) => ({ ...parts, lines: own }))
  })

const counts = fc.record({
  programme: fc.constantFrom('nongcun-dibao', 'canji-butie'),
  year: fc.integer({ min: 2018, max: 2027 }),
  batch: fc.constant('1'),
  kind: fc.constant('result' as const),
  persons: fc.integer({ min: 5, max: 900 }),
  amountFen: fc.nat(),
  pooled: fc.boolean(),
  until: fc.option(day),
})

const sum = fc.record({
  programme: fc.constantFrom('gengdi-dili', 'yumi-dadou'),
  year: fc.integer({ min: 2018, max: 2027 }),
  batch: fc.constantFrom('1', '补发'),
  kind: fc.constantFrom('notice' as const, 'result' as const),
  sites: fc.integer({ min: 1, max: 30 }),
  persons: fc.nat(),
  amountFen: fc.nat(),
  until: fc.option(day),
})

export const arbitraryCore = core

export const arbitraryLedger: fc.Arbitrary<LedgerInput> = fc
  .record({
    core,
    seed: fc.uint8Array({ minLength: 32, maxLength: 32 }),
    counts: fc.uniqueArray(counts, {
      maxLength: 4,
      selector: ({ programme, year, pooled }) => `${programme}${year}${pooled}`,
    }),
    sums: fc.uniqueArray(sum, {
      maxLength: 4,
      selector: ({ programme, year, batch, kind }) => `${programme}${year}${batch}${kind}`,
    }),
    withdrawn: fc.uniqueArray(
      fc.record({
        id: fc.string(),
        version: fc.nat(9),
        day,
        reason: fc.constantFrom('privacy' as const, 'expired' as const, 'void' as const),
      }),
      { maxLength: 3, selector: ({ id }) => id },
    ),
    sealed: fc.option(
      fc.record({ nonce: fc.constant('AAAAAAAAAAAAAAAA'), data: fc.base64String() }),
    ),
  })
  .map(({ core: own, seed, ...rest }) => ({
    site: '152223105201',
    ...own,
    ...rest,
    seed: bytesToBase64Url(seed),
  }))

type Shuffle = <T>(list: readonly T[]) => T[]

/** A shuffle that depends on nothing but a number; every call a different one. */
export const createShuffle = (seed: number): Shuffle => {
  let state = seed
  const next = () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648)
  return (list) =>
    list
      .map((item) => ({ item, key: next() }))
      .sort((a, b) => a.key - b.key)
      .map(({ item }) => item)
}

/** The same content, every list in another order. */
export const reorderLedger = (ledger: LedgerInput, shuffle: Shuffle): LedgerInput => {
  const groups = shuffle(ledger.groups)
  const rosters = shuffle(ledger.rosters)
  const rosterAt = ledger.rosters.map((one) => rosters.indexOf(one))
  const groupAt = ledger.groups.map((one) => groups.indexOf(one))
  return {
    ...ledger,
    groups,
    groupNumbers: groups.map((one) => ledger.groupNumbers![ledger.groups.indexOf(one)]!),
    rosters,
    payees: shuffle(ledger.payees).map((one) => ({
      ...one,
      group: one.group < 0 ? -1 : groupAt[one.group]!,
    })),
    lines: shuffle(ledger.lines).map((one) => ({ ...one, roster: rosterAt[one.roster]! })),
    masked: shuffle(ledger.masked).map((list) => ({
      roster: rosterAt[list.roster]!,
      rows: shuffle(list.rows),
    })),
    counts: shuffle(ledger.counts),
    sums: shuffle(ledger.sums),
    withdrawn: shuffle(ledger.withdrawn),
  }
}
