// From stored rosters to a signed publication, on the real store (SQLite always, PostgreSQL when ILTOD_PG names one).
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { decodeCatalogue, shorten } from '../../src/pack/catalogue.ts'
import { decodeLedger } from '../../src/pack/ledger-decode.ts'
import { publish, type Publication } from '../../src/server/publish/publisher.ts'
import { createPublishedReader } from '../../src/server/publish/published-reader.ts'
import { openPublishedDir, type PublishStep } from '../../src/server/publish/published-dir.ts'
import { publishedHeads } from '../../src/server/publish/purge-list.ts'
import { verifyPublished } from '../../src/server/publish/verify-published.ts'
import {
  createTestInstance,
  importInto,
  makeId,
  makeLine,
  makeRoster,
  SITE,
  type TestInstance,
  TOWN,
} from '../support/test-instance.ts'

const engines = [
  { name: 'SQLite', usePostgres: false },
  ...(process.env['ILTOD_PG'] ? [{ name: 'PostgreSQL', usePostgres: true }] : []),
]

describe.each(engines)('publishing on $name', ({ usePostgres }) => {
  let t: TestInstance

  beforeEach(async () => {
    t = await createTestInstance(usePostgres)
  })
  afterEach(async () => {
    await t.dispose()
  })

  const publishNow = async (): Promise<Publication> => {
    const result = await publish(t.instance.publisher)
    if (!result.ok) throw new Error(result.error.kind)
    return result.value
  }
  const root = () => t.instance.publishedRoot
  const verify = () =>
    verifyPublished((name) => {
      const file = path.join(root(), name.startsWith('packs/') ? name : `current/${name}`)
      try {
        return Promise.resolve(new Uint8Array(readFileSync(file)))
      } catch {
        return Promise.resolve(null)
      }
    })
  const ledger = (site = SITE) => createPublishedReader(root()).ledger(site)!

  test('[PACK-5] an imported roster is published, verifies, and reads back line by line', async () => {
    expect((await importInto(t, [makeRoster()])).ok).toBe(true)
    const publication = await publishNow()
    expect(publication.number).toBe(1)
    expect((await verify()).flaws).toEqual([])
    const shown = ledger()
    expect(shown.payees).toHaveLength(12)
    const lines = shown.payees.map((_, i) => shown.linesOf(i)[0]!)
    expect(lines.map((line) => line.amountFen).sort()).toEqual(
      makeRoster()
        .lines.map((line) => line.amountFen)
        .sort(),
    )
  })

  test('[PACK-1] nothing changed: same number, same pack bytes, only signed anew', async () => {
    await importInto(t, [makeRoster()])
    await publishNow()
    const before = readdirSync(path.join(root(), 'packs')).sort()
    t.clock.advance(86_400_000)
    const again = await publishNow()
    expect(again).toMatchObject({ changed: false, number: 1 })
    expect(readdirSync(path.join(root(), 'packs')).sort()).toEqual(before)
    const { checkedMs, changedMs } = createPublishedReader(root()).checkpoint()!
    expect(checkedMs - changedMs).toBe(86_400_000)
  })

  test('[PACK-28] a short catalogue is published with the whole one, stays, and is judged like every pack', async () => {
    await importInto(t, [makeRoster()])
    await publishNow()
    t.clock.advance(3 * 86_400_000)
    await publishNow()
    const head = publishedHeads(openPublishedDir(root())).find(({ site }) => site === 'catalogue')
    const file = path.join(root(), 'packs', head!.short!.hash)
    const short = decodeCatalogue(new Uint8Array(readFileSync(file)))
    const whole = createPublishedReader(root()).catalogue()!
    expect(short).toEqual({ ok: true, value: shorten(whole) })
    expect((await verify()).flaws).toEqual([])
    rmSync(file)
    expect((await verify()).flaws).toEqual([{ what: 'catalogue: short', kind: 'missing' }])
  })

  test('[PACK-29] a large ledger is preceded by its newest years, which stay, are judged, and go with what is withdrawn', async () => {
    const lines = Array.from({ length: 2000 }, (_, n) =>
      makeLine(n, { quantity: 10_000 + ((n * 7919) % 90_000), amountFen: (n * 104_729) % 900_000 }),
    )
    for (const year of [2023, 2024, 2025]) {
      const own = lines.map((line) => ({
        ...line,
        quantity: line.quantity! + year * (line.row % 97),
      }))
      await importInto(t, [makeRoster({ year, lines: own })])
    }
    const first = await publishNow()
    const headNow = () =>
      publishedHeads(openPublishedDir(root())).find(({ site }) => site === SITE)!
    const head = headNow()
    expect(head.ledger.bytes).toBeGreaterThan(12_500)
    expect(first).toMatchObject({ shortLedgers: 1, shortLedgerBytes: head.short!.bytes })
    expect(statSync(path.join(root(), 'current/sites', SITE)).size).toBeLessThanOrEqual(1_200)
    const file = path.join(root(), 'packs', head.short!.hash)
    const short = decodeLedger(new Uint8Array(readFileSync(file)))
    if (!short.ok) throw new Error(short.error.kind)
    expect(short.value.from).toBe(2025)
    expect(short.value.rosters).toEqual(ledger().rosters.filter(({ year }) => year === 2025))
    expect((await verify()).flaws).toEqual([])
    t.clock.advance(3 * 86_400_000)
    await publishNow()
    expect(headNow()).toEqual(head)
    await t.instance.store.db
      .updateTable('roster')
      .set({ withdrawn: '2026-11-23', withdrawn_reason: 'void' })
      .where('year', '=', 2025)
      .execute()
    const { droppedPacks } = await publishNow()
    expect([...droppedPacks].sort()).toEqual([head.ledger.hash, head.short!.hash].sort())
    expect(readdirSync(path.join(root(), 'packs'))).not.toContain(head.short!.hash)
    rmSync(path.join(root(), 'packs', headNow().short!.hash))
    expect((await verify()).flaws).toEqual([{ what: `${SITE}: short`, kind: 'missing' }])
  })

  test('[PACK-6] a payee keeps the number over years, and a second roster gives new people new ones', async () => {
    await importInto(t, [makeRoster()])
    const later = [makeLine(3), makeLine(40), makeLine(1)]
    await importInto(t, [makeRoster({ year: 2026, lines: later })])
    await publishNow()
    const shown = ledger()
    const numbers = new Map(shown.payees.map((p) => [p.lastFour, p.number]))
    expect(numbers.get(makeId(3).slice(-4))).toBe(4)
    expect(numbers.get(makeId(40).slice(-4))).toBe(13)
  })

  test('[PACK-13] a group keeps its number when earlier ones are not shown and new ones come', async () => {
    await importInto(t, [makeRoster()])
    const third = [makeLine(2), makeLine(41, { group: '第十村民小组' })]
    await importInto(t, [makeRoster({ year: 2026, lines: third })])
    await publishNow()
    const numbersOf = ({
      groups,
      groupNumbers,
    }: {
      groups: readonly string[]
      groupNumbers: readonly number[]
    }) => groups.map((name, i) => `${groupNumbers[i]} ${name}`)
    expect(numbersOf(ledger())).toEqual([
      '1 第一村民小组',
      '2 第二村民小组',
      '3 第三村民小组',
      '4 第十村民小组',
    ])
    await t.instance.store.db
      .updateTable('roster')
      .set({ withdrawn: '2026-11-23', withdrawn_reason: 'void' })
      .where('year', '=', 2025)
      .execute()
    await publishNow()
    expect(numbersOf(ledger())).toEqual(['3 第三村民小组', '4 第十村民小组'])
  })

  test('the same content again is already here; other content is refused with the difference', async () => {
    await importInto(t, [makeRoster()])
    const shuffled = [...makeRoster().lines].reverse()
    const same = await importInto(t, [makeRoster({ lines: shuffled })])
    expect(same).toMatchObject({ ok: true, value: [{ outcome: 'already-here', version: 1 }] })
    const changed = makeRoster().lines.map((line, i) =>
      i === 2 ? { ...line, amountFen: 1 } : line,
    )
    const other = await importInto(t, [makeRoster({ lines: changed.slice(1) })])
    expect(other).toMatchObject({
      ok: false,
      error: { kind: 'differs', differences: [{ version: 2, added: 0, removed: 1, changed: 1 }] },
    })
  })

  test('[PACK-9] a figure correction shows the old value, an identity correction leaves no trace of it', async () => {
    await importInto(t, [makeRoster()])
    await publishNow()
    const changed = makeRoster().lines.map((l, i) => (i === 2 ? { ...l, amountFen: 100 } : l))
    const correction = { reason: 'figure', text: '面积复核' } as const
    await importInto(t, [makeRoster({ lines: changed })], { correction })
    await publishNow()
    const figure = ledger()
    const position = figure.payees.findIndex((p) => p.number === 3)
    expect(figure.linesOf(position)[0]).toMatchObject({
      amountFen: 100,
      was: { amountFen: makeRoster().lines[2]!.amountFen },
    })
    expect(figure.rosters[0]).toMatchObject({
      version: 2,
      corrections: [{ version: 2, reason: 'figure' }],
    })
    const renamed = changed.map((l, i) => (i === 2 ? { ...l, name: '改过名' } : l))
    await importInto(t, [makeRoster({ lines: renamed })], {
      correction: { reason: 'identity', text: '原名白月' },
    })
    await publishNow()
    const identity = ledger()
    expect(JSON.stringify(identity.rosters)).not.toContain('原名')
    expect(identity.linesOf(position)[0]?.was).toBeUndefined()
    expect(identity.payees[position]?.name).toBe('改过名')
  })

  test('[PACK-7] a payee with two plots keeps the key of the line that stays', async () => {
    const two = [makeLine(1), makeLine(1, { quantity: 5000, amountFen: 337_05 }), makeLine(2)]
    await importInto(t, [makeRoster({ lines: two })])
    await importInto(t, [makeRoster({ lines: two.slice(1) })], {
      correction: { reason: 'figure', text: '' },
    })
    await publishNow()
    expect(ledger().linesOf(0)).toMatchObject([{ ordinal: 2, amountFen: 337_05 }])
  })

  test('[MASK-1] a masked programme is a list of its own without numbers, and gives nobody a payee number', async () => {
    const masked = makeRoster({
      programme: 'gaoling-jintie',
      unit: '人月',
      lines: Array.from({ length: 7 }, (_, n) => makeLine(57 - n)),
    })
    await importInto(t, [masked, makeRoster()])
    await publishNow()
    const shown = ledger()
    expect(shown.payees.map((p) => p.number)).toEqual(Array.from({ length: 12 }, (_, i) => i + 1))
    expect(shown.masked).toHaveLength(1)
    expect(shown.masked[0]!.rows).toHaveLength(7)
    expect(shown.masked[0]!.rows.every((row) => /^.\*{1,2}$/u.test(row.name))).toBe(true)
    const order = shown.masked[0]!.rows.map((row) => row.amountFen)
    expect(order).toEqual([...order].sort((a, b) => a - b))
  })

  test('[MASK-1] deleting one person of a masked programme changes no byte outside that list and its sums', async () => {
    const people = Array.from({ length: 7 }, (_, n) => makeLine(50 + n))
    await importInto(t, [makeRoster({ programme: 'gaoling-jintie', lines: people }), makeRoster()])
    await publishNow()
    const readAll = () => {
      const files = new Map<string, string>()
      const reader = createPublishedReader(root())
      for (const place of t.instance.banner.places) {
        const { linesOf, masked, seed: _seed, ...rest } = reader.ledger(place.id)!
        const lines = rest.payees.map((_, i) => linesOf(i))
        const rosters = rest.rosters.map(
          ({ persons, amountFen, version, corrections, ...roster }) =>
            roster.class === 'masked'
              ? roster
              : { ...roster, persons, amountFen, version, corrections },
        )
        files.set(
          place.id,
          JSON.stringify({
            ...rest,
            rosters,
            lines,
            sums: rest.sums.filter((sum) => sum.programme !== 'gaoling-jintie'),
            posts: reader.posts(place.id),
          }),
        )
        files.set(`${place.id} masked`, JSON.stringify(masked))
      }
      files.set('catalogue', JSON.stringify(reader.catalogue()))
      return files
    }
    const before = readAll()
    await importInto(t, [makeRoster({ programme: 'gaoling-jintie', lines: people.slice(1) })], {
      correction: { reason: 'privacy', text: '' },
    })
    await publishNow()
    const after = readAll()
    const differing = [...before.keys()].filter((key) => before.get(key) !== after.get(key))
    expect(differing).toEqual([`${SITE} masked`])
    const left = (map: Map<string, string>) =>
      (JSON.parse(map.get(`${SITE} masked`)!) as { rows: { amountFen: number }[] }[])[0]!.rows.map(
        (r) => r.amountFen,
      )
    const gone = people[0]!.amountFen
    expect(left(after)).toEqual(left(before).filter((fen) => fen !== gone))
  })

  test('[PACK-11] a withdrawn roster leaves a note, a new seed, and its old pack answers no more', async () => {
    await importInto(t, [makeRoster(), makeRoster({ year: 2024 })])
    await publishNow()
    const { seed } = ledger()
    const oldPacks = new Set(readdirSync(path.join(root(), 'packs')))
    await t.instance.store.db
      .updateTable('roster')
      .set({ withdrawn: '2026-11-23', withdrawn_reason: 'void' })
      .where('year', '=', 2024)
      .execute()
    const { droppedPacks } = await publishNow()
    expect(droppedPacks).toHaveLength(1)
    expect(oldPacks.has(droppedPacks[0]!)).toBe(true)
    expect(readdirSync(path.join(root(), 'packs'))).not.toContain(droppedPacks[0])
    expect(readFileSync(path.join(root(), 'gone.txt'), 'utf8').split('\n')).toContain(
      droppedPacks[0],
    )
    const shown = ledger()
    expect(shown.seed).not.toBe(seed)
    expect(shown.withdrawn).toMatchObject([{ reason: 'void', day: '2026-11-23' }])
    expect(shown.rosters.map((r) => r.year)).toEqual([2025])
  })

  test('[PACK-10] the schedule moves a result from everybody to the village to sums', async () => {
    await importInto(t, [makeRoster()])
    await publishNow()
    expect(ledger().rosters[0]!.until).toBe('2028-11-23')
    t.clock.set('2028-11-23T08:00:00+08:00')
    await publishNow()
    const village = ledger()
    expect(village.payees).toEqual([])
    expect(village.sealed).not.toBeNull()
    expect(village.counts).toMatchObject([{ persons: 12, programme: 'gengdi-dili' }])
    t.clock.set('2031-11-24T08:00:00+08:00')
    await publishNow()
    expect(ledger().sealed).toBeNull()
    expect(ledger().counts).toMatchObject([{ persons: 12 }])
  })

  test('[PACK-14] town and banner say what the open rosters below add up to', async () => {
    const other = '152223105200'
    await importInto(t, [makeRoster()])
    const lines = makeRoster().lines.slice(0, 3)
    await importInto(t, [makeRoster({ site: other, lines })])
    await importInto(t, [makeRoster({ programme: 'nongcun-dibao', unit: '元' })])
    await publishNow()
    const heads = [SITE, other].map((site) => ledger(site).rosters[0]!)
    const sum = {
      programme: 'gengdi-dili',
      year: 2025,
      batch: '1',
      kind: 'result',
      sites: 2,
      persons: 15,
      amountFen: heads[0]!.amountFen! + heads[1]!.amountFen!,
      until: heads[0]!.until,
    }
    expect(ledger(TOWN).sums).toEqual([sum])
    expect(ledger('152223').sums).toEqual([sum])
    expect(ledger().sums).toEqual([])
  })

  test('[PACK-14] a roster for the village alone is in no open sum', async () => {
    await importInto(t, [makeRoster()])
    t.clock.set('2026-11-23T08:00:00+08:00')
    await publishNow()
    expect(ledger(TOWN).sums).toHaveLength(1)
    t.clock.set('2028-11-23T08:00:00+08:00')
    await publishNow()
    expect(ledger().sealed).not.toBeNull()
    expect(ledger(TOWN).sums).toEqual([])
  })

  test('[PACK-27] after a restore of the database the numbers go on from what is published', async () => {
    await importInto(t, [makeRoster()])
    await publishNow()
    await importInto(t, [makeRoster({ year: 2024 })])
    await publishNow()
    await t.instance.store.db.deleteFrom('publication').execute()
    await importInto(t, [makeRoster({ year: 2023 })])
    expect((await publishNow()).number).toBe(3)
  })

  const steps: PublishStep[] = ['packs', 'files', 'heads', 'synced', 'linked', 'switched']
  test.each(steps)(
    'killed after step %s the folder is the old publication or the new one, whole',
    async (step) => {
      await importInto(t, [makeRoster()])
      await publishNow()
      await importInto(t, [makeRoster({ year: 2024 })])
      const at = (done: PublishStep) => {
        if (done === step) throw new Error('killed')
      }
      await expect(publish({ ...t.instance.publisher, at })).rejects.toThrow('killed')
      const verdict = await verify()
      expect(verdict.flaws).toEqual([])
      expect(verdict.number).toBe(step === 'switched' ? 2 : 1)
      t.clock.advance(120_000)
      expect((await publishNow()).number).toBe(2)
      expect((await verify()).flaws).toEqual([])
      expect(ledger().rosters).toHaveLength(2)
    },
  )

  test('[MASK-4] no published byte holds a digit run of an ID or account of the registry', async () => {
    const canary = makeLine(7, { name: `李四${makeId(7)}`, group: `电话１３９ ４７８２ ００００` })
    await importInto(t, [makeRoster({ lines: [...makeRoster().lines.slice(8), canary] })])
    await publishNow()
    const texts = publishedTexts(root())
    const numbers = makeRoster().lines.flatMap((l) => [l.idNumber!, l.account!])
    for (const number of [...numbers, makeId(7), '13947820000']) {
      for (const spelling of spellings(number)) {
        for (const [file, text] of texts)
          expect(text.includes(spelling), `${spelling} in ${file}`).toBe(false)
      }
    }
  })
})

/** Every published file as text, packs unzipped. */
const publishedTexts = (folder: string): Map<string, string> => {
  const texts = new Map<string, string>()
  for (const name of readdirSync(folder, { recursive: true }) as string[]) {
    const file = path.join(folder, name)
    if (!statSync(file).isFile()) continue
    const bytes = readFileSync(file)
    texts.set(name, bytes.toString('utf8'))
    if (name.includes('packs')) texts.set(`${name} unzipped`, gunzipSync(bytes).toString('utf8'))
  }
  return texts
}

const spellings = (number: string): string[] => {
  const full = number.replace(/\d/g, (d) => String.fromCharCode(0xff10 + Number(d)))
  return [
    number,
    number.slice(0, 14),
    full,
    [...number].join(' '),
    number.replace(/(.{4})(?=.)/g, '$1 '),
  ]
}
