// The rules of the ledger, one by one, on small ledgers.
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { bytesToUtf8, utf8ToBytes } from '../../../src/base/bytes.ts'
import { multiplyToFen } from '../../../src/base/decimal.ts'
import { gunzipBounded, UNPACKED_LIMIT } from '../../../src/pack/gunzip.ts'
import { decodeLedger } from '../../../src/pack/ledger-decode.ts'
import { encodeLedger } from '../../../src/pack/ledger-encode.ts'
import type { Ledger, LedgerInput, LedgerLineInput } from '../../../src/pack/model.ts'
import { decodeShortLedger, shortenLedger } from '../../../src/pack/short-ledger.ts'
import { SHORT_LEDGER_BYTES, shortLedgerJson } from '../../../src/server/publish/short-ledger.ts'
import { gzip, sha256 } from '../../../src/server/crypto/node-ports.ts'
import { makeLedger, makeRosterHead, VILLAGE } from '../../support/published-office.ts'

const pack = (text: string) => gzip(utf8ToBytes(text))

const openText = (text: string): Ledger => {
  const decoded = decodeLedger(pack(text))
  if (!decoded.ok) throw new Error(decoded.error.kind)
  return decoded.value
}

const roundTrip = (ledger: LedgerInput): Ledger => openText(encodeLedger(ledger))

const kindOf = (bytes: Uint8Array<ArrayBuffer>): string => {
  const decoded = decodeLedger(bytes)
  return decoded.ok ? 'read' : decoded.error.kind
}

const makeLine = (change: Partial<LedgerLineInput> = {}): LedgerLineInput => ({
  payee: 1,
  roster: 0,
  ordinal: 1,
  quantity: 10_000,
  rate: 674_100,
  amountFen: 67_410,
  state: 'paid',
  ...change,
})

const makeYears = (years: readonly number[], change: Partial<LedgerInput> = {}): LedgerInput =>
  makeLedger(VILLAGE, {
    rosters: years.map((year) =>
      makeRosterHead({ id: `gengdi-dili/${year}/1/result`, year, published: `${year}-06-01` }),
    ),
    lines: years.map((_, roster) => makeLine({ roster })),
    ...change,
  })

const linesJson = (ledger: LedgerInput): Record<string, string[]> =>
  (JSON.parse(encodeLedger(ledger)) as { lines: Record<string, string[]> }).lines

describe('the file', () => {
  test('[PACK-1] the text does not depend on compression, and compression not on the time', () => {
    const text = encodeLedger(makeLedger(VILLAGE))
    expect(sha256(pack(text))).toEqual(sha256(pack(text)))
    expect(bytesToUtf8(gunzipSyncOf(pack(text)))).toBe(text)
    expect(decodeLedger(new Uint8Array(gzipSync(text, { level: 1 }))).ok).toBe(true)
  })

  test('[PACK-2] names its format and version first', () => {
    expect(encodeLedger(makeLedger(VILLAGE))).toMatch(/^\{"format":"iltod-ledger","v":1,/)
  })

  test('[PACK-2] members and columns that this reader does not know are passed over', () => {
    const json = JSON.parse(encodeLedger(makeLedger(VILLAGE))) as Record<string, object>
    const later = Object.fromEntries(
      Object.entries(json).map(([key, value]) => [
        key,
        typeof value === 'object' && !Array.isArray(value) ? { ...value, later: ['?'] } : value,
      ]),
    )
    const opened = openText(JSON.stringify({ ...later, later: { deep: [1.5] } }))
    expect(opened.linesOf(1)).toEqual(roundTrip(makeLedger(VILLAGE)).linesOf(1))
  })

  test('[PACK-2] a later version is refused as too new', () => {
    const text = encodeLedger(makeLedger(VILLAGE)).replace('"v":1', '"v":2')
    expect(kindOf(pack(text))).toBe('too-new')
    expect(kindOf(pack('{"format":"iltod-ledger","v":9}'))).toBe('too-new')
  })

  test('[PACK-3] holds integers only, and refuses to write or read anything else', () => {
    const walk = (value: unknown): void => {
      if (typeof value === 'number') expect(Number.isSafeInteger(value)).toBe(true)
      if (typeof value === 'object' && value !== null) Object.values(value).forEach(walk)
    }
    const text = encodeLedger(makeLedger(VILLAGE))
    walk(JSON.parse(text))
    expect(kindOf(pack(text.replace('"year":[2025]', '"year":[2025.5]')))).toBe('unreadable')
    for (const line of [{ quantity: 0.5 }, { amountFen: 1.25 }, { rate: Number.NaN }]) {
      const ledger = makeLedger(VILLAGE, { lines: [makeLine(line)] })
      expect(() => encodeLedger(ledger)).toThrow()
    }
  })

  test('[PACK-4] what is no gzip, cut off, or lies about its size is unreadable', () => {
    const bytes = pack(encodeLedger(makeLedger(VILLAGE)))
    const lie = (size: number) => {
      const lying = bytes.slice()
      new DataView(lying.buffer).setUint32(lying.length - 4, size, true)
      return lying
    }
    expect(kindOf(utf8ToBytes('<html>'))).toBe('unreadable')
    expect(kindOf(new Uint8Array(0))).toBe('unreadable')
    for (const cut of [10, 18, 100, bytes.length - 1]) {
      expect(kindOf(bytes.slice(0, cut))).toBe('unreadable')
    }
    for (const size of [0, 5, 100_000, UNPACKED_LIMIT, 0xffffffff]) {
      expect(kindOf(lie(size))).toBe('unreadable')
    }
  })

  test('[PACK-4] a bomb is not unpacked beyond the bound', () => {
    const bomb = new Uint8Array(gzipSync(new Uint8Array(UNPACKED_LIMIT + 1)))
    expect(gunzipBounded(bomb).ok).toBe(false)
    const allowed = new Uint8Array(gzipSync(new Uint8Array(1_000_000)))
    expect(gunzipBounded(allowed, 999_999).ok).toBe(false)
    expect(gunzipBounded(allowed, 1_000_000).ok).toBe(true)
  })

  test('[PACK-4] a table that claims more cells than memory has is unreadable', () => {
    const json = JSON.parse(encodeLedger(makeLedger(VILLAGE))) as {
      payees: Record<string, unknown>
    }
    json.payees = { ...json.payees, count: 4_000_000_000 }
    expect(kindOf(pack(JSON.stringify(json)))).toBe('unreadable')
  })
})

const gunzipSyncOf = (bytes: Uint8Array<ArrayBuffer>) => {
  const plain = gunzipBounded(bytes)
  if (!plain.ok) throw new Error(plain.error.kind)
  return plain.value
}

describe('payees', () => {
  test('[PACK-6] keep their numbers, with whatever gaps, and merged ones point on', () => {
    const payees = [
      { number: 3, name: '包桂兰', group: 0, lastFour: '' },
      { number: 57, name: '包桂蘭', group: -1, lastFour: '123X', see: 3 },
      { number: 58, name: '𠮷日嘎拉', group: 0, lastFour: '0007' },
    ]
    expect(roundTrip(makeLedger(VILLAGE, { payees, lines: [] })).payees).toEqual(payees)
  })

  test('[PACK-6] with the same number twice are a bug of the publisher', () => {
    const [payee] = makeLedger(VILLAGE).payees
    expect(() => encodeLedger(makeLedger(VILLAGE, { payees: [payee!, payee!] }))).toThrow()
  })

  test('[MASK-4] show last fours or nothing: anything longer is not written', () => {
    const payees = [{ number: 1, name: '包桂兰', group: 0, lastFour: '1990010112' }]
    expect(() => encodeLedger(makeLedger(VILLAGE, { payees, lines: [] }))).toThrow('invariant')
  })

  test('[MASK-4] last fours never stand as a run of digits that could be taken for a number', () => {
    const payees = Array.from({ length: 50 }, (_, i) => ({
      number: i + 1,
      name: '包桂兰',
      group: 0,
      lastFour: String(1000 + 7 * i),
    }))
    const text = encodeLedger(makeLedger(VILLAGE, { payees, lines: [] }))
    expect(text.slice(text.indexOf('"payees"'))).not.toMatch(/\d{5}/)
  })
})

describe('lines', () => {
  test('[PACK-7] of one payee in one roster are told apart by ordinal, gaps included', () => {
    const lines = [1, 2, 4].map((ordinal) => makeLine({ ordinal, quantity: ordinal * 1000 }))
    const ledger = roundTrip(makeLedger(VILLAGE, { lines: [...lines].reverse() }))
    expect(ledger.linesOf(0).map(({ ordinal, quantity }) => [ordinal, quantity])).toEqual([
      [1, 1000],
      [2, 2000],
      [4, 4000],
    ])
  })

  test('[PACK-7] with the same key twice are a bug of the publisher', () => {
    const lines = [makeLine(), makeLine()]
    expect(() => encodeLedger(makeLedger(VILLAGE, { lines }))).toThrow('invariant')
  })

  test('[PACK-8] an amount that is quantity × rate is not written, one that is not is', () => {
    const exact = linesJson(makeLedger(VILLAGE, { lines: [makeLine()] }))
    expect(exact).not.toHaveProperty('amountOff')
    const off = makeLedger(VILLAGE, { lines: [makeLine({ amountFen: 67_411 })] })
    expect(linesJson(off)).toHaveProperty('amountOff')
    expect(roundTrip(off).linesOf(0)[0]?.amountFen).toBe(67_411)
  })

  test('[PACK-8] amounts rounded to ten fen or a yuan, half up or down, are not written either', () => {
    const quantities = [1_111, 2_222, 3_335, 4_447, 5_559]
    const exact = quantities.map((quantity) => multiplyToFen(quantity, 674_100))
    for (const round of [
      (fen: number) => Math.round(fen / 10) * 10,
      (fen: number) => Math.floor(fen / 10) * 10,
      (fen: number) => Math.round(fen / 100) * 100,
      (fen: number) => Math.floor(fen / 100) * 100,
    ]) {
      const lines = quantities.map((quantity, i) =>
        makeLine({ ordinal: i + 1, quantity, amountFen: round(exact[i]!) }),
      )
      const ledger = makeLedger(VILLAGE, { lines })
      expect(linesJson(ledger)).not.toHaveProperty('amountOff')
      expect(
        roundTrip(ledger)
          .linesOf(0)
          .map((line) => line.amountFen),
      ).toEqual(lines.map((line) => line.amountFen))
    }
  })

  test('[PACK-8] a year in which nothing changed adds no letter to quantities or amounts', () => {
    const one = linesJson(makeYears([2024]))
    const two = linesJson(makeYears([2024, 2025]))
    expect(two['quantity']).toEqual(one['quantity'])
    expect(two).not.toHaveProperty('quantityChange')
    expect(two).not.toHaveProperty('toggles')
  })

  test('[PACK-8] areas that a second programme shares are not written twice', () => {
    const rosters = ['gengdi-dili', 'yumi-shengchanzhe'].map((programme) =>
      makeRosterHead({ id: `${programme}/2025/1/result`, programme }),
    )
    const lines = rosters.flatMap((_, roster) => [
      makeLine({ roster, payee: 1, quantity: 123_456 }),
      makeLine({ roster, payee: 2, quantity: 98_765, amountFen: null }),
    ])
    const ledger = makeLedger(VILLAGE, { rosters, lines })
    expect(linesJson(ledger)['like']).toEqual([-1, 0])
    expect(linesJson(ledger)['quantity']?.[1]).toBe('')
    expect(roundTrip(ledger).linesOf(1)[1]?.quantity).toBe(98_765)
  })

  test('[PACK-8] rosters of one programme stand side by side, in order of time', () => {
    const ledger = makeYears([2025, 2018, 2022])
    expect(roundTrip(ledger).rosters.map((roster) => roster.year)).toEqual([2018, 2022, 2025])
  })
})

describe('rosters', () => {
  const full = makeRosterHead({
    id: 'gengdi-dili/2025/第二批/notice',
    batch: '第二批',
    kind: 'notice',
    version: 3,
    title: '2025年第二批耕地地力保护补贴公示（2025年6月）',
    class: 'named',
    audience: 'village',
    published: '2025-05-31',
    notice: { from: '2025-06-01', to: '2025-06-07' },
    until: '2025-11-30',
    unit: '亩',
    rate: 696_300,
    persons: 3,
    amountFen: 999,
    memo: '地力补贴',
    corrections: [
      { version: 2, day: '2025-06-03', reason: 'figure', text: '面积重新核定' },
      { version: 3, day: '2025-06-04', reason: 'privacy', text: '写了病情' },
    ],
  })

  test('[PACK-9] say all that was said of them; of a privacy correction no words stay', () => {
    const [roster] = roundTrip(makeLedger(VILLAGE, { rosters: [full], lines: [] })).rosters
    const [figure, privacy] = full.corrections
    expect(roster).toEqual({ ...full, corrections: [figure, { ...privacy, text: '' }] })
    expect(encodeLedger(makeLedger(VILLAGE, { rosters: [full], lines: [] }))).not.toContain('病情')
  })

  test('[PACK-9] a corrected figure carries the old value with its line', () => {
    const was = { quantity: 9000, amountFen: null }
    const ledger = roundTrip(makeLedger(VILLAGE, { lines: [makeLine({ was })] }))
    expect(ledger.linesOf(0)[0]?.was).toEqual(was)
    expect(roundTrip(makeLedger(VILLAGE)).linesOf(0)[0]).not.toHaveProperty('was')
  })

  test('[PACK-9] end months after publication by the calendar, or on any day', () => {
    for (const until of ['2025-06-30', '2027-02-28', '2031-05-31', '2025-01-01', null]) {
      const rosters = [{ ...full, until }]
      expect(roundTrip(makeLedger(VILLAGE, { rosters, lines: [] })).rosters[0]?.until).toBe(until)
    }
  })

  test('[PACK-11] that were withdrawn leave id, version, day and reason', () => {
    const withdrawn = [
      {
        id: 'gengdi-dili/2024/1/result',
        version: 2,
        day: '2026-01-05',
        reason: 'privacy' as const,
      },
      {
        id: 'caoyuan-jinmu/2019/1/result',
        version: 1,
        day: '2025-01-05',
        reason: 'expired' as const,
      },
    ]
    const ledger = roundTrip(makeLedger(VILLAGE, { rosters: [], lines: [], withdrawn }))
    expect(ledger.withdrawn).toEqual([withdrawn[1], withdrawn[0]])
    expect(ledger.rosters).toEqual([])
  })
})

describe('masked lists and sums', () => {
  const rows = [
    { name: '王*', amountFen: 30_000 },
    { name: '包**', amountFen: 10_000 },
    { name: '白*', amountFen: 30_000 },
  ]

  test('[MASK-1] lie in an order that only their own content decides', () => {
    const encode = (own: typeof rows) =>
      encodeLedger(makeLedger(VILLAGE, { masked: [{ roster: 0, rows: own }] }))
    expect(encode(rows)).toBe(encode([...rows].reverse()))
    const { masked } = openText(encode(rows))
    expect(masked[0]?.rows.map(({ name }) => name)).toEqual(['包**', '王*', '白*'])
  })

  test('[MASK-1] a masked list changes nothing of payees and named lines', () => {
    const plain = JSON.parse(encodeLedger(makeLedger(VILLAGE))) as Record<string, unknown>
    const masked = [{ roster: 0, rows }]
    const both = JSON.parse(encodeLedger(makeLedger(VILLAGE, { masked }))) as typeof plain
    expect(both['payees']).toEqual(plain['payees'])
    expect(both['lines']).toEqual(plain['lines'])
  })

  test('[MASK-3] a roster may have no sums, and cells carry theirs', () => {
    const rosters = [makeRosterHead({ persons: null, amountFen: null })]
    const counts = [
      {
        programme: 'nongcun-dibao',
        year: 2025,
        batch: '二季度',
        kind: 'result' as const,
        persons: 12,
        amountFen: 345_600,
        pooled: true,
        until: '2030-01-01',
      },
    ]
    const ledger = roundTrip(makeLedger(VILLAGE, { rosters, counts }))
    expect(ledger.rosters[0]).toMatchObject({ persons: null, amountFen: null })
    expect(ledger.counts).toEqual(counts)
  })
})

describe('a short ledger', () => {
  const whole = makeYears([2023, 2024, 2025])

  test('[PACK-29] that does not say from which year it goes is refused', () => {
    const short = shortenLedger(whole, 2025)
    expect(decodeShortLedger(pack(encodeLedger(short))).ok).toBe(true)
    const { from: _, ...unsaid } = short
    expect(decodeShortLedger(pack(encodeLedger(unsaid)))).toEqual({
      ok: false,
      error: { kind: 'unreadable' },
    })
  })

  test('[PACK-29] is of the newest years that fit, never the oldest, at least one, and none where all fit or there is one', () => {
    const fromOf = (ledger: LedgerInput, bytes: number) => {
      const json = shortLedgerJson(ledger, bytes)
      return json === null ? null : (JSON.parse(json) as { from: number }).from
    }
    expect(fromOf(whole, SHORT_LEDGER_BYTES)).toBeNull()
    expect(fromOf(whole, SHORT_LEDGER_BYTES + 1)).toBe(2024)
    expect(fromOf(makeYears([2025]), SHORT_LEDGER_BYTES + 1)).toBeNull()
    const noise = (year: number) => sha256(utf8ToBytes(`${year}`))
    const heavy = makeYears([2023, 2024, 2025], {
      withdrawn: [2024, 2025].flatMap((year) =>
        Array.from({ length: 400 }, (_, i) => ({
          id: `gengdi-dili/${year}/${Buffer.from(sha256(noise(year + i))).toString('base64')}/result`,
          version: 1,
          day: '2026-01-01',
          reason: 'void' as const,
        })),
      ),
    })
    // The newest year alone is too large with what was withdrawn in it; its one roster is not.
    expect(fromOf(heavy, 40_000)).toBe(2026)
  })

  test('[PACK-29] of a newest year that does not fit it has rosters, the last published first, then the largest, never all', () => {
    const roster = (batch: string, published: string) =>
      makeRosterHead({ id: `gengdi-dili/2025/${batch}/result`, year: 2025, batch, published })
    const rosters = [
      roster('1', '2025-06-01'),
      roster('2', '2025-09-01'),
      roster('3', '2025-09-01'),
    ]
    const lines = [0, 1, 2, 2].map((at, i) =>
      makeLine({ roster: at, payee: 1 + (i % 2), ordinal: 1 }),
    )
    const json = shortLedgerJson(makeLedger(VILLAGE, { rosters, lines }), 40_000)
    const read = decodeShortLedger(pack(json!))
    if (!read.ok) throw new Error(read.error.kind)
    expect(read.value.from).toBe(2026)
    expect(read.value.rosters.map(({ batch }) => batch)).toEqual(['2', '3'])
    const first = shortenLedger(
      makeLedger(VILLAGE, { rosters, lines }),
      2026,
      new Set([rosters[2]!.id]),
    )
    expect(first.rosters.map(({ batch }) => batch)).toEqual(['3'])
    expect(first.lines).toHaveLength(2)
  })
})
