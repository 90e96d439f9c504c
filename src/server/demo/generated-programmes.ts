// What the generated banner pays, to how many, in which batches. Shares, areas and rates are invented, but for the grassland
// rates of 2022; they are chosen so that the whole is about as large and as uneven as a real banner (DESIGN §8).
import type { Dice } from './dice.ts'

/** Where payees live decides what they receive. */
export type Surroundings = 'gacha' | 'village' | 'community' | 'town'

export interface ProgrammePlan {
  readonly programme: string
  /** Part of the places that take part at all. */
  readonly places: number
  /** Part of the payees there. */
  readonly share: Readonly<Record<Surroundings, number>>
  /** `area`: measured and paid by rate. `months`: paid by rate for months. `approved`: an amount each, no quantity. */
  readonly measure: 'area' | 'months' | 'approved'
  /** Median of the quantity in thousandths, or of the approved amount in fen. */
  readonly median: number
  /** Quantities come in steps of this many thousandths: 10 is two decimals. */
  readonly step: number
  /** Part of the quantities that change from one year to the next. */
  readonly changing: number
  readonly batches: (year: number) => readonly string[]
  /** Ten-thousandths of a yuan in the first year; null where amounts are approved. */
  readonly rate: number | null
}

export const YEARS = [2021, 2022, 2023, 2024, 2025] as const

const FIRST = ['1']
const TWO = ['1', '第二批']
const HALVES = ['上半年', '下半年']
const QUARTERS = ['一季度', '二季度', '三季度', '四季度']
const once = () => FIRST

const share = (gacha: number, village: number, community: number, town: number) => ({
  gacha,
  village,
  community,
  town,
})

const area = (
  programme: string,
  shares: ProgrammePlan['share'],
  median: number,
  rate: number,
): ProgrammePlan => ({
  programme,
  places: 1,
  share: shares,
  measure: 'area',
  median: median * 1000,
  step: 10,
  changing: 0.165,
  batches: once,
  rate,
})

export const PROGRAMME_PLANS: readonly ProgrammePlan[] = [
  area('gengdi-dili', share(0.84, 0.95, 0.12, 0.3), 31, 631_800),
  {
    ...area('yumi-shengchan', share(0.52, 0.72, 0.06, 0.2), 22, 214_600),
    changing: 0.24,
    batches: (year) => (year >= 2024 ? TWO : FIRST),
  },
  {
    ...area('dadou-shengchan', share(0.3, 0.42, 0.03, 0.1), 12, 2_481_500),
    changing: 0.24,
    batches: (year) => (year >= 2024 ? TWO : FIRST),
  },
  { ...area('daogu-shengchan', share(0.3, 0.5, 0, 0.1), 18, 965_000), places: 0.2 },
  {
    ...area('zhongliang-yicixing', share(0.6, 0.74, 0.05, 0.2), 29, 98_600),
    batches: (year) => (year === 2022 ? TWO : year <= 2023 ? FIRST : []),
  },
  { ...area('heitudi-baohu', share(0.28, 0.34, 0, 0.1), 26, 380_000), places: 0.5 },
  { ...area('gongyilin', share(0.22, 0.15, 0, 0.05), 44, 117_500), places: 0.6 },
  { ...area('tuigeng-huanlin', share(0.16, 0.14, 0, 0.05), 9, 1_000_000), places: 0.6 },
  { ...area('caoyuan-jinmu', share(0.42, 0.04, 0, 0.06), 260, 119_235), step: 1 },
  { ...area('caoxu-pingheng', share(0.78, 0.07, 0, 0.1), 540, 39_745), step: 1 },
  {
    programme: 'nongji-gouzhi',
    places: 1,
    share: share(0.02, 0.025, 0, 0.01),
    measure: 'approved',
    median: 460_000,
    step: 1000,
    changing: 1,
    batches: once,
    rate: null,
  },
  {
    programme: 'gaoling-jintie',
    places: 1,
    share: share(0.07, 0.08, 0.3, 0.1),
    measure: 'months',
    median: 6000,
    step: 1000,
    changing: 0.15,
    batches: () => HALVES,
    rate: 1_000_000,
  },
  {
    programme: 'nongcun-dibao',
    places: 1,
    share: share(0.07, 0.06, 0.2, 0.08),
    measure: 'approved',
    median: 92_000,
    step: 1000,
    changing: 0.25,
    batches: () => QUARTERS,
    rate: null,
  },
  {
    programme: 'canji-shenghuo',
    places: 1,
    share: share(0.03, 0.03, 0.08, 0.03),
    measure: 'months',
    median: 3000,
    step: 1000,
    changing: 0.15,
    batches: () => QUARTERS,
    rate: 1_050_000,
  },
]

/** Rates of a whole banner by programme, year and batch: one table for all its places. */
export const drawRates = (
  dice: Dice,
): ((plan: ProgrammePlan, year: number, batch: string) => number | null) => {
  const rates = new Map<string, number>()
  for (const plan of PROGRAMME_PLANS) {
    for (const year of YEARS) {
      // the banner's own grassland rates of 2022 are known, all else is drawn
      const known = plan.step === 1 && year === 2022
      const drift = known ? 1 : 0.92 + 0.16 * dice.unit()
      const grain = plan.step === 1 ? 1 : 100
      const settlement = 0.05 + 0.1 * dice.unit()
      const first = Math.round(((plan.rate ?? 0) * drift) / grain) * grain
      rates.set(`${plan.programme}/${String(year)}/1`, first)
      rates.set(`${plan.programme}/${String(year)}/2`, Math.round((first * settlement) / 100) * 100)
    }
  }
  return (plan, year, batch) => {
    if (plan.rate === null) return null
    const which = batch === '第二批' ? '2' : '1'
    return rates.get(`${plan.programme}/${String(year)}/${which}`) ?? null
  }
}
