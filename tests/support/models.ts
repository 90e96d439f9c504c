// Small models of published things, as decoded. Invented people.
import type { Programme } from '../../src/domain/programme/schema.ts'
import type { Catalogue, Ledger, LedgerInput, LedgerRoster } from '../../src/pack/model.ts'
import { ledgerOf } from './memory-published.ts'

export const SITE = '152223105200'

export const makeProgramme = (change: Partial<Programme> = {}): Programme => ({
  id: 'gengdi-dili',
  name: '耕地地力保护补贴',
  aliases: [],
  memo: null,
  department: 'd-agriculture',
  unit: '亩',
  basis: 'rate',
  disclosure: {
    notice: { days: 7, count: 'calendar', class: 'named', audience: 'public' },
    result: [{ class: 'named', audience: 'public', months: null }],
  },
  ...change,
})

/** One that is never listed by name. */
export const makeMaskedProgramme = (): Programme =>
  makeProgramme({
    id: 'dibao',
    name: '农村牧区最低生活保障',
    basis: 'approved',
    disclosure: {
      notice: { days: 7, count: 'working', class: 'masked', audience: 'village' },
      result: [{ class: 'counts', audience: 'public', months: null }],
    },
  })

export const makeRoster = (change: Partial<LedgerRoster> = {}): LedgerRoster => {
  const roster = {
    programme: 'gengdi-dili',
    year: 2025,
    batch: '1',
    kind: 'result' as const,
    version: 1,
    title: '2025年耕地地力保护补贴发放清册',
    class: 'named' as const,
    audience: 'public' as const,
    published: '2025-06-20',
    notice: null,
    until: null,
    unit: '亩',
    rate: 868_000,
    persons: 1,
    amountFen: 100_000,
    memo: null,
    corrections: [],
    ...change,
  }
  return { id: [roster.programme, roster.year, roster.batch, roster.kind].join('/'), ...roster }
}

export const makeLedger = (change: Partial<LedgerInput> = {}): Ledger =>
  ledgerOf({
    site: SITE,
    seed: '',
    groups: ['第一组', '第二组'],
    payees: [{ number: 1, name: '包青山', group: 0, lastFour: '0431' }],
    rosters: [makeRoster()],
    lines: [],
    masked: [],
    counts: [],
    sums: [],
    withdrawn: [],
    sealed: null,
    ...change,
  })

export const makeCatalogue = (change: Partial<Catalogue> = {}): Catalogue => ({
  places: [
    { id: '152223', type: 'banner', name: '扎赉特旗', parent: null, aliases: [] },
    { id: '152223105', type: 'town', name: '巴达尔胡镇', parent: '152223', aliases: [] },
    { id: SITE, type: 'gacha', name: '巴达尔胡嘎查', parent: '152223105', aliases: [] },
    { id: '152223105201', type: 'gacha', name: '乌都岱嘎查', parent: '152223105', aliases: [] },
    {
      id: 'd-agriculture',
      type: 'department',
      name: '旗农牧和科技局',
      parent: '152223',
      aliases: [],
    },
  ],
  programmes: [makeProgramme(), makeMaskedProgramme()],
  pinyin: {
    ba: '巴',
    da: '达',
    er: '尔',
    hu: '胡',
    wu: '乌',
    du: '都',
    dai: '岱',
    ga: '嘎',
    cha: '查',
  },
  settings: {
    bannerName: '扎赉特旗',
    demo: true,
    scriptOrder: 'zh-first',
    contact: { name: '扎赉特旗财政局', phone: null },
  },
  ...change,
})
