// Which column is what, for one table: persons and places by their words, figures by words and arithmetic together.
import { readFigure } from '../cells/cell-number.ts'
import { compactText } from '../cells/cell-text.ts'
import type { GridView } from '../cells/grid-view.ts'
import type { Column } from './header.ts'
import type { Role } from '../header-aliases.ts'
import type { Block, Layout, LayoutInput, LayoutTrouble } from './layout-model.ts'
import { ratioOfMoney, tagKey, type MeasureColumn, type Tag } from './measures.ts'
import { pickAmount, pickGrand, toAmount } from './pick-amount.ts'
import { chooseQuantity, PROVEN } from './pick-quantity.ts'

export const chooseLayout = (input: LayoutInput): Layout => {
  const { columns, measures } = input
  const amounts = measures.filter((m) => m.role === 'amount' && isFilled(input, m.index))
  const tags = distinctTags(amounts, input.titleDecides)
  const wide = tags.length > 1
  const plans = wide
    ? tags.map((tag) => planBlock(input, tag, amounts))
    : [planColumns(input, amounts[0]?.tag ?? null, amounts, measures, false)]
  const blocks = plans.map((plan) => plan.block)
  const roles = pickRoles(input)
  return {
    columns: roles,
    statusColumns: columnsOf(columns, 'status').map((index) => ({
      index,
      isReason: labelOf(columns, index).includes('原因'),
    })),
    remarkColumns: columnsOf(columns, 'remark'),
    batchLabel: labelOf(columns, roles.batch),
    blocks,
    grand: wide ? pickGrand(input, amounts) : null,
    otherColumns: otherColumns(columns, measures),
    unitsMissing: unitsMissing(input, blocks),
    trouble: findTrouble(
      input,
      roles.name,
      blocks,
      plans.some((plan) => plan.unsure),
    ),
  }
}

/** An amount column that is blank all the way down is none: said once, not for every row. */
const isFilled = ({ grid, sample }: LayoutInput, index: number): boolean =>
  sample.length === 0 || sample.some((row) => grid.cell(row, index) !== null)

const findTrouble = (
  input: LayoutInput,
  name: number | undefined,
  blocks: readonly Block[],
  unsure: boolean,
): LayoutTrouble | null => {
  if (name === undefined) return 'no-name'
  if (!blocks.some((block) => block.amount ?? block.quantity)) return 'no-figures'
  if (hasSecondList(input, name)) return 'two-lists'
  if (blocks.every((block) => block.amount === null) && hasStrangeFigures(input)) return 'no-amount'
  return unsure ? 'two-amounts' : null
}

/** 姓名 … 金额 | 姓名 … 金额: a second list beside the first, which would be lost. */
const hasSecondList = ({ columns, grid, sample }: LayoutInput, name: number): boolean => {
  const label = labelOf(columns, name)
  return columns.some(
    (column) =>
      column.index > name &&
      column.match?.role === 'name' &&
      wordsOf(column) === label &&
      filledShare(grid, sample, column.index) > 0,
  )
}

/** Numbers under a label that no list of words knows. */
const hasStrangeFigures = ({ columns, grid, sample }: LayoutInput): boolean =>
  columns.some(
    ({ match, index }) =>
      match === null &&
      sample.length > 0 &&
      sample.every((row) => typeof readFigure(grid.cell(row, index)) === 'object'),
  )

const columnsOf = (columns: readonly Column[], role: Role): number[] =>
  columns.filter((column) => column.match?.role === role).map((column) => column.index)

const wordsOf = (column: Column): string => column.path.map((label) => label.text).join('')

const labelOf = (columns: readonly Column[], index: number | undefined): string => {
  const column = columns.find((candidate) => candidate.index === index)
  return column ? wordsOf(column) : ''
}

const otherColumns = (columns: readonly Column[], measures: readonly MeasureColumn[]): number[] =>
  columns
    .filter((column) => !measures.some((measure) => measure.index === column.index))
    .filter(({ match }) => match === null || match.role === 'crop' || match.role === 'ignored')
    .map((column) => column.index)

/**
 * Programmes side by side: two heads with amounts of their own. Heads that nobody knows count only where the title is silent.
 */
const distinctTags = (amounts: readonly MeasureColumn[], titleDecides: boolean): Tag[] => {
  const byKey = new Map<string, Tag>()
  for (const { tag } of amounts) if (tag && !byKey.has(tagKey(tag))) byKey.set(tagKey(tag), tag)
  const tags = [...byKey.values()]
  const known = tags.some((tag) => tag.programme !== null)
  return titleDecides && !known ? [] : tags
}

interface Plan {
  readonly block: Block
  readonly unsure: boolean
}

/** A programme's own columns, and the common area where it has none of its own (三项补贴 on one 计税面积). */
const planBlock = (input: LayoutInput, tag: Tag, amounts: readonly MeasureColumn[]): Plan => {
  const mine = (column: MeasureColumn) => tagKey(column.tag) === tagKey(tag)
  const own = input.measures.filter(mine)
  const common = input.measures.filter((column) => column.tag === null)
  const lacks = (role: string) => !own.some((column) => column.role === role)
  const borrowed = common.filter(
    (column) =>
      (column.role === 'quantity' && lacks('quantity')) ||
      (column.role === 'rate' && lacks('rate')),
  )
  const plan = planColumns(
    input,
    tag,
    amounts.filter(mine),
    [...own, ...borrowed],
    lacks('quantity'),
  )
  const { block } = plan
  const doubtful = lacks('rate') && block.rate?.index !== null && (block.fit ?? 0) < PROVEN
  return doubtful ? { ...plan, block: { ...block, rate: null, fit: null } } : plan
}

const planColumns = (
  input: LayoutInput,
  tag: Tag | null,
  amounts: readonly MeasureColumn[],
  columns: readonly MeasureColumn[],
  sharedQuantity: boolean,
): Plan => {
  const picked = pickAmount(input, amounts)
  const dueColumn = amounts.find((column) => column.isDue && column !== picked.column)
  const amount = picked.column && toAmount(input, picked.column)
  const due = dueColumn ? toAmount(input, dueColumn) : null
  const choice = chooseQuantity(input, columns, due ?? amount)
  return { block: { tag, amount, due, ...choice, sharedQuantity }, unsure: picked.unsure }
}

/** Money without 元 or 万元 anywhere, or an area without 亩 or 公顷. */
const unitsMissing = (input: LayoutInput, blocks: readonly Block[]): boolean => {
  const paid = blocks.some((block) => block.amount !== null)
  const stated = input.measures.some((m) => ratioOfMoney(m.unit) !== null || m.fixedRate !== null)
  const money = input.note.money !== null || input.noteRate !== null || stated
  const unmeasured = blocks.some((block) => block.quantity !== null && block.quantity.unit === null)
  return ((paid && !money) || unmeasured) && !unitsInCells(input, blocks)
}

/** 12.5亩 · 842.63元: the cells say it themselves. */
const unitsInCells = ({ grid, sample }: LayoutInput, blocks: readonly Block[]): boolean => {
  const measures = blocks.flatMap((b) => [b.amount, ...(b.quantity?.factors ?? [])])
  return (
    sample.length > 0 &&
    measures.every((measure) =>
      sample.every((row) => {
        const figure = measure ? readFigure(grid.cell(row, measure.index)) : 'blank'
        return typeof figure !== 'object' || figure.unit !== ''
      }),
    )
  )
}

type Roles = Partial<Record<Role, number>>

const pickRoles = (input: LayoutInput): Roles => {
  const roles: Roles = {}
  const ranks = new Map<Role, number>()
  for (const { match, index } of input.columns) {
    if (!match || match.rank >= (ranks.get(match.role) ?? Infinity)) continue
    ranks.set(match.role, match.rank)
    roles[match.role] = index
  }
  const name = pickName(input)
  if (name === undefined) delete roles.name
  else roles.name = name
  const id = pickId(input.columns, name)
  if (id !== undefined) roles.id = id
  return roles
}

/** The preferred word among the columns that are filled: 户主姓名 beside an empty 成员姓名. */
const pickName = ({ columns, grid, sample }: LayoutInput): number | undefined => {
  const candidates = columns
    .filter((column) => column.match?.role === 'name')
    .sort((a, b) => a.match!.rank - b.match!.rank)
    .map(({ index }) => ({ index, filled: filledShare(grid, sample, index) }))
  const most = Math.max(0, ...candidates.map((candidate) => candidate.filled))
  return candidates.find((candidate) => candidate.filled * 2 >= most)?.index
}

const filledShare = (grid: GridView, sample: readonly number[], column: number): number =>
  sample.filter((row) => isNameLike(compactText(grid.cellDown(row, column)))).length

const isNameLike = (text: string): boolean => text !== '' && !/^[\d.,-]+$/.test(text)

const SOMEONE_ELSE = /监护|代领|配偶|联系人|成员|经办/

/** The number of the same person: same head, else the nearest to the right of the name. */
const pickId = (columns: readonly Column[], name: number | undefined): number | undefined => {
  const own = columns.find((column) => column.index === name)
  const head = own?.path[0]?.text ?? ''
  const about = own ? SOMEONE_ELSE.test(wordsOf(own)) : false
  const score = (column: Column): number => {
    const foreign = SOMEONE_ELSE.test(wordsOf(column)) !== about ? 1000 : 0
    const sameHead = column.path.length > 1 && column.path[0]!.text === head ? 0 : 50
    const distance = column.index - (name ?? 0)
    return foreign + sameHead + (distance > 0 ? distance : 100 - distance)
  }
  return columns
    .filter((column) => column.match?.role === 'id')
    .sort((a, b) => score(a) - score(b))[0]?.index
}
