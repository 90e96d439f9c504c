// Lines of the rosters paid by area, computed as offices do: quantity × rate, rounded half up to the fen.
import { multiplyToFen } from '../../base/decimal.ts'
import type { Column } from './sheets.ts'
import { mu, perUnit, total, yuan } from './sheets.ts'
import type { Holding, Person, Village, VillageHistory } from './villages.ts'

export interface FarmLine {
  readonly village: Village
  readonly person: Person
  readonly programme: string
  readonly quantity: number
  readonly rate: number
  readonly fen: number
}

/** Rates in ten-thousandths of a yuan. All invented: none of them is the rate of any place. */
export const FARM_RATES: Readonly<Record<number, Readonly<Record<string, number>>>> = {
  2018: { 粮食直补: 38_500, 农资综合补贴: 346_000, 良种补贴: 100_000 },
  2021: { 耕地地力保护补贴: 631_800 },
  2022: { 耕地地力保护补贴: 640_500 },
  2023: { 耕地地力保护补贴: 662_700 },
  2024: { 耕地地力保护补贴: 670_200 },
  2025: {
    耕地地力保护补贴: 674_100,
    玉米生产者补贴: 214_600,
    大豆生产者补贴: 2_763_500,
    稻谷生产者补贴: 965_000,
  },
}

export const makeLine = (
  village: Village,
  person: Person,
  programme: string,
  year: number,
  quantity: number,
): FarmLine => {
  const rate = FARM_RATES[year]?.[programme]
  if (rate === undefined) throw new Error(`invariant: no rate of ${programme} in ${year}`)
  return { village, person, programme, quantity, rate, fen: multiplyToFen(quantity, rate) }
}

/** One line for every household that holds land that year. */
export const makeLines = (
  { village, holdingsIn }: VillageHistory,
  programme: string,
  year: number,
  quantityOf: (holding: Holding) => number = ({ quantity }) => quantity,
): FarmLine[] =>
  holdingsIn(year).map((holding) =>
    makeLine(village, holding.person, programme, year, quantityOf(holding)),
  )

export const serial = <Row>(head = '序号'): Column<Row> => ({ head, cell: (_, i) => i + 1 })

export const column = {
  town: (head: string): Column<FarmLine> => ({ head, cell: (line) => line.village.town }),
  village: (head: string): Column<FarmLine> => ({ head, cell: (line) => line.village.name }),
  group: (head: string): Column<FarmLine> => ({ head, cell: (line) => line.person.group }),
  name: (head: string): Column<FarmLine> => ({ head, cell: (line) => line.person.name }),
  id: (head: string): Column<FarmLine> => ({ head, cell: (line) => line.person.idNumber }),
  account: (head: string): Column<FarmLine> => ({ head, cell: (line) => line.person.account }),
  programme: (head: string): Column<FarmLine> => ({ head, cell: (line) => line.programme }),
  quantity: (head: string): Column<FarmLine> => ({
    head,
    cell: (line) => mu(line.quantity),
    sum: (lines) => mu(total(lines, (line) => line.quantity)),
  }),
  rate: (head: string): Column<FarmLine> => ({ head, cell: (line) => perUnit(line.rate) }),
  amount: (head: string): Column<FarmLine> => ({
    head,
    cell: (line) => yuan(line.fen),
    sum: (lines) => yuan(total(lines, (line) => line.fen)),
  }),
  /** Blank but for the lines whose card was changed, by their place in the list. */
  remark: (head: string, every: number, text: string): Column<FarmLine> => ({
    head,
    cell: (_, i) => (i % every === every - 3 ? text : null),
  }),
}
