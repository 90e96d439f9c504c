// A logical roster laid out as one of many offices would: labels, merges, sections, sums, pages and units vary, the content
// does not. What intake reads back must not depend on any of it.
import { formatDecimal, multiplyToFen } from '../../src/base/decimal.ts'
import type { CellValue, Merge, Sheet, Workbook } from '../../src/server/intake/grid.ts'
import { makeAccount, makeId } from './make-workbook.ts'

export interface LogicalLine {
  readonly village: string
  readonly group: string
  readonly name: string
  readonly id: string
  readonly account: string
  readonly programme: 'yumi-shengchan' | 'dadou-shengchan'
  readonly quantity: number
  readonly rate: number
  readonly amountFen: number
}

export interface LayoutChoice {
  readonly villages: 'title' | 'column' | 'blank-column' | 'sheets' | 'sections'
  readonly programmes: 'title' | 'column' | 'blocks' | 'measures'
  readonly groups: 'none' | 'column' | 'blank-column' | 'merged-column' | 'sections'
  readonly subtotals: 'none' | 'after' | 'before'
  readonly total: 'none' | 'first' | 'last'
  readonly units: 'title' | 'cell' | 'labels' | 'row'
  readonly header: 'plain' | 'heads' | 'heads-merged'
  readonly numbering: boolean
  readonly pageRows: number
  readonly blanks: boolean
  readonly spacedLabels: boolean
  readonly textNumbers: 'no' | 'separators' | 'full-width' | 'currency'
  readonly footer: boolean
  readonly extras: boolean
  readonly titleRows: 1 | 2
  readonly people: number
}

const VILLAGES = ['团结村', '东方红村', '保卫村']
const NAMES = [
  '白龙',
  '包金花',
  '敖·其木格',
  '额尔敦朝鲁',
  '𠮷日嘎拉',
  '孙静德',
  '特木尔巴根',
  '达来',
]
const RATES = { 'yumi-shengchan': 218_800, 'dadou-shengchan': 2_818_800 } as const
export const PROGRAMME_NAMES = {
  'yumi-shengchan': '玉米生产者补贴',
  'dadou-shengchan': '大豆生产者补贴',
} as const
type ProgrammeId = keyof typeof RATES
const BOTH: readonly ProgrammeId[] = ['yumi-shengchan', 'dadou-shengchan']

const villagesOf = (choice: LayoutChoice): readonly string[] =>
  choice.villages === 'title' ? VILLAGES.slice(0, 1) : VILLAGES

const programmesOf = (choice: LayoutChoice): readonly ProgrammeId[] =>
  choice.programmes === 'title' ? BOTH.slice(0, 1) : BOTH

/** Deterministic: some people have both programmes, some one; areas with two and three decimals. */
export const makeLines = (choice: LayoutChoice): LogicalLine[] => {
  const lines: LogicalLine[] = []
  let person = 0
  for (const village of villagesOf(choice)) {
    for (let i = 0; i < choice.people; i++) {
      const n = ++person
      const group =
        choice.groups === 'none'
          ? ''
          : ['一组', '东屯', '西独贵龙'][Math.floor((i * 3) / choice.people)]!
      for (const [p, programme] of programmesOf(choice).entries()) {
        if (p === 1 && n % 3 !== 0) continue
        if (p === 0 && programmesOf(choice).length > 1 && n % 5 === 4) continue
        const quantity = ((n * 7919 + p * 104_729) % 90_000) + 1010 + (n % 2 === 0 ? 5 : 0)
        const rate = RATES[programme]
        const base = {
          village,
          group,
          name: NAMES[n % NAMES.length]!,
          id: makeId(n),
          account: makeAccount(n),
        }
        lines.push({ ...base, programme, quantity, rate, amountFen: multiplyToFen(quantity, rate) })
      }
    }
  }
  return lines
}

/** A row of the sheet in the making: cells by column key, or one cell alone. */
type Cells = Readonly<Record<string, CellValue>>

interface Column {
  readonly key: string
  readonly head: string | null
  readonly label: string
  readonly unit: string | null
}

const spaced = (text: string, choice: LayoutChoice): string =>
  choice.spacedLabels && /^[\p{Script=Han}]{2,5}$/u.test(text)
    ? [...text].join(text.length % 2 === 0 ? ' ' : '　')
    : text

const columnsOf = (choice: LayoutChoice): Column[] => {
  const plain = (key: string, label: string, head: string | null = null): Column => ({
    key,
    label,
    head,
    unit: null,
  })
  const person = choice.header === 'plain' ? null : '农户信息'
  const columns: Column[] = [plain('serial', '序号')]
  if (choice.villages === 'column' || choice.villages === 'blank-column')
    columns.push(plain('village', '嘎查村'))
  if (choice.groups.endsWith('column')) columns.push(plain('group', '组别'))
  columns.push(plain('name', '户主姓名', person), plain('id', '身份证号码', person))
  if (choice.extras)
    columns.push(plain('size', '家庭人口', person), plain('bank', '开户行', person))
  columns.push(plain('account', '一卡通账号', person))
  columns.push(...figureColumns(choice))
  if (choice.extras) columns.push(plain('sign', '签字（按手印）'), plain('remark', '备注'))
  return columns
}

const figureColumns = (choice: LayoutChoice): Column[] => {
  const measure = (key: string, label: string, unit: string, head: string | null): Column => ({
    key,
    label,
    unit,
    head,
  })
  const head = choice.header === 'plain' ? null : '补贴情况'
  if (choice.programmes === 'title' || choice.programmes === 'column') {
    const named: Column[] =
      choice.programmes === 'column'
        ? [{ key: 'programme', label: '补贴项目', head, unit: null }]
        : []
    return [
      ...named,
      measure('q0', '补贴面积', '亩', head),
      measure('r0', '补贴标准', '元/亩', head),
      measure('a0', '补贴金额', '元', head),
    ]
  }
  if (choice.programmes === 'blocks') {
    return [
      ...BOTH.flatMap((id, p) => [
        measure(`q${p}`, '面积', '亩', PROGRAMME_NAMES[id]),
        measure(`r${p}`, '标准', '元/亩', PROGRAMME_NAMES[id]),
        measure(`a${p}`, '金额', '元', PROGRAMME_NAMES[id]),
      ]),
      measure('sum', '合计金额', '元', null),
    ]
  }
  return [
    measure('q0', '玉米', '亩', '补贴面积'),
    measure('q1', '大豆', '亩', '补贴面积'),
    measure('r0', '玉米', '元/亩', '补贴标准'),
    measure('r1', '大豆', '元/亩', '补贴标准'),
    measure('a0', '玉米', '元', '补贴金额'),
    measure('a1', '大豆', '元', '补贴金额'),
    measure('sum', '合计', '元', '补贴金额'),
  ]
}

const FULL_WIDTH: Readonly<Record<string, string>> = { '.': '．', '-': '－', ',': '，' }

const figure = (text: string, choice: LayoutChoice, isMoney: boolean): CellValue => {
  if (choice.textNumbers === 'no') return Number(text)
  const [whole = '', fraction] = text.split('.')
  const grouped =
    whole.replace(/\B(?=(\d{3})+$)/g, ',') + (fraction === undefined ? '' : `.${fraction}`)
  if (choice.textNumbers === 'separators') return ` ${grouped}`
  if (choice.textNumbers === 'currency') return isMoney ? `￥${grouped}` : grouped
  return [...text]
    .map((c) => FULL_WIDTH[c] ?? String.fromCharCode(c.charCodeAt(0) + 0xfee0))
    .join('')
}

const amountCell = (fen: number, choice: LayoutChoice) =>
  figure(formatDecimal(fen, 2), choice, true)
const areaCell = (thousandths: number, choice: LayoutChoice) =>
  figure(formatDecimal(thousandths, 3, true), choice, false)

/** One row per person in wide tables, one per line otherwise. */
const rowsOf = (
  lines: readonly LogicalLine[],
  choice: LayoutChoice,
): (readonly LogicalLine[])[] => {
  const wide = choice.programmes === 'blocks' || choice.programmes === 'measures'
  if (!wide) return lines.map((line) => [line])
  const byPerson = new Map<string, LogicalLine[]>()
  for (const line of lines) byPerson.set(line.id, [...(byPerson.get(line.id) ?? []), line])
  return [...byPerson.values()]
}

const payeeCells = (lines: readonly LogicalLine[], serial: number, choice: LayoutChoice): Cells => {
  const [first] = lines
  const cells: Record<string, CellValue> = {
    serial,
    village: first!.village,
    group: first!.group,
    name:
      [...first!.name].length === 2 && serial % 2 === 0 ? [...first!.name].join('　') : first!.name,
    id: first!.id,
    account: first!.account,
    size: 3,
    bank: '农村信用社',
    sum: amountCell(sumFen(lines), choice),
  }
  for (const line of lines) Object.assign(cells, figureCells(line, choice))
  return cells
}

const figureCells = (line: LogicalLine, choice: LayoutChoice): Cells => {
  const p = choice.programmes === 'column' ? 0 : BOTH.indexOf(line.programme)
  return {
    programme: PROGRAMME_NAMES[line.programme],
    [`q${p}`]: areaCell(line.quantity, choice),
    [`r${p}`]: figure(formatDecimal(line.rate, 4, true), choice, false),
    [`a${p}`]: amountCell(line.amountFen, choice),
  }
}

const sumFen = (lines: readonly LogicalLine[]) =>
  lines.reduce((sum, line) => sum + line.amountFen, 0)

const sumCells = (
  label: string,
  key: string,
  lines: readonly LogicalLine[],
  choice: LayoutChoice,
): Cells => {
  const cells: Record<string, CellValue> = { [key]: label, sum: amountCell(sumFen(lines), choice) }
  for (const [p, id] of BOTH.entries()) {
    const own =
      choice.programmes === 'column' || choice.programmes === 'title'
        ? lines
        : lines.filter((line) => line.programme === id)
    cells[`q${p}`] = areaCell(
      own.reduce((sum, line) => sum + line.quantity, 0),
      choice,
    )
    cells[`a${p}`] = amountCell(sumFen(own), choice)
  }
  return cells
}

class SheetWriter {
  readonly rows: CellValue[][] = []
  readonly merges: Merge[] = []
  readonly columns: readonly Column[]
  readonly choice: LayoutChoice
  constructor(columns: readonly Column[], choice: LayoutChoice) {
    this.columns = columns
    this.choice = choice
  }
  put(cells: Cells): void {
    this.rows.push(this.columns.map((column) => cells[column.key] ?? null))
  }
  alone(text: string, merged = true, at = 0): void {
    const cells = this.columns.map((): CellValue => null)
    cells[at] = text
    this.rows.push(cells)
    const top = this.rows.length - 1
    if (merged) this.merges.push({ top, left: 0, bottom: top, right: this.columns.length - 1 })
  }
  header(): void {
    const { choice, columns } = this
    const label = (column: Column) =>
      spaced(column.label, choice) +
      (choice.units === 'labels' && column.unit ? `（${column.unit}）` : '')
    const top = this.rows.length
    if (columns.every((column) => column.head === null)) this.rows.push(columns.map(label))
    else {
      const opens = (i: number) => columns[i]!.head !== columns[i - 1]?.head
      this.rows.push(
        columns.map((c, i) =>
          c.head === null ? label(c) : opens(i) ? spaced(c.head, choice) : null,
        ),
      )
      this.rows.push(columns.map((c) => (c.head === null ? null : label(c))))
      if (choice.header !== 'heads') this.mergeHeads(top, opens)
    }
    if (choice.units === 'row')
      this.rows.push(columns.map((c) => (c.unit ? `（${c.unit}）` : null)))
    if (choice.numbering) this.rows.push(columns.map((_, i) => (i === 0 ? '栏次' : i)))
  }
  private mergeHeads(top: number, opens: (i: number) => boolean): void {
    for (const [i, column] of this.columns.entries()) {
      if (column.head === null) this.merges.push({ top, left: i, bottom: top + 1, right: i })
      else if (opens(i)) {
        let right = i
        while (this.columns[right + 1]?.head === column.head) right++
        if (right > i) this.merges.push({ top, left: i, bottom: top, right })
      }
    }
  }
}

const titleOf = (choice: LayoutChoice, village: string | null): string[] => {
  const place = `音德尔镇${village ?? ''}`
  const what = choice.programmes === 'title' ? '玉米生产者补贴' : '玉米大豆生产者补贴'
  const unit = choice.units === 'title' ? '（单位：元、亩）' : ''
  return choice.titleRows === 1
    ? [`2025年${place}${what}资金公示表${unit}`]
    : [`扎赉特旗${place}`, `二〇二五年${what}发放公示表${unit}`]
}

const writeBody = (writer: SheetWriter, lines: readonly LogicalLine[]): void => {
  const { choice } = writer
  const rows = rowsOf(lines, choice)
  let page: LogicalLine[] = []
  let serial = 0
  let previous: LogicalLine | null = null
  const section = (of: LogicalLine) => `${of.village}|${of.group}`
  const inSection = (key: string) => lines.filter((line) => section(line) === key)
  const closeSection = (key: string) => {
    if (choice.subtotals === 'after') writer.put(sumCells('小计', 'name', inSection(key), choice))
  }
  if (choice.total === 'first') writer.put(sumCells('合 计', 'serial', lines, choice))
  for (const row of rows) {
    const line = row[0]!
    const newSection = previous === null || section(previous) !== section(line)
    if (newSection && previous) closeSection(section(previous))
    const pageFull = choice.pageRows > 0 && page.length >= choice.pageRows
    if (pageFull) {
      writer.put(sumCells('本页合计', 'serial', page, choice))
      writer.header()
      page = []
    }
    if (newSection) openSection(writer, line, previous, inSection(section(line)))
    const cells: Record<string, CellValue> = { ...payeeCells(row, ++serial, choice) }
    if (!newSection && choice.villages === 'blank-column') cells['village'] = null
    if (!newSection && (choice.groups === 'blank-column' || choice.groups === 'merged-column'))
      cells['group'] = null
    writer.put(cells)
    page.push(...row)
    if (choice.blanks && serial % 4 === 0) writer.put({})
    previous = line
  }
  if (previous) closeSection(section(previous))
  if (choice.total === 'last') writer.put(sumCells('合计', 'serial', lines, choice))
}

const openSection = (
  writer: SheetWriter,
  line: LogicalLine,
  previous: LogicalLine | null,
  own: readonly LogicalLine[],
): void => {
  const { choice } = writer
  if (choice.villages === 'sections' && previous?.village !== line.village)
    writer.alone(line.village)
  if (choice.groups !== 'sections') {
    if (choice.subtotals === 'before') writer.put(sumCells('小计', 'name', own, choice))
    return
  }
  if (choice.subtotals === 'before') writer.put(sumCells(line.group, 'serial', own, choice))
  else writer.alone(line.group, line.group !== '东屯')
}

const writeSheet = (
  name: string,
  choice: LayoutChoice,
  village: string | null,
  lines: readonly LogicalLine[],
): Sheet => {
  const writer = new SheetWriter(columnsOf(choice), choice)
  for (const title of titleOf(choice, village)) writer.alone(title)
  if (choice.units === 'cell') {
    writer.alone('单位：亩、元', false, writer.columns.length - 1)
    writer.rows.at(-1)![0] = '编制单位：音德尔镇财政所'
  }
  writer.header()
  writeBody(writer, lines)
  if (choice.footer) {
    writer.alone('制表人：          复核人：', false)
    writer.alone('公示时间：6月16日至6月22日')
  }
  return {
    name,
    hidden: false,
    rows: writer.rows,
    merges: writer.merges,
    hiddenRows: new Set(),
    hiddenColumns: new Set(),
  }
}

export const renderRoster = (
  choice: LayoutChoice,
): { workbook: Workbook; lines: LogicalLine[] } => {
  const lines = makeLines(choice)
  const sheets =
    choice.villages === 'sheets'
      ? VILLAGES.map((village) =>
          writeSheet(
            village,
            choice,
            null,
            lines.filter((line) => line.village === village),
          ),
        )
      : [writeSheet('Sheet1', choice, choice.villages === 'title' ? VILLAGES[0]! : null, lines)]
  return { workbook: { format: 'xlsx', sheets }, lines }
}
