// Lines on their way from the process that read them to the one that stores them: by column. A hundred thousand objects take
// several times the time and memory of a dozen arrays to cross.
import type { ImportLine } from '../registry/import-types.ts'
import type { Line } from '../intake/rows/lines.ts'

export type LineColumns = {
  readonly [Key in keyof ImportLine]: readonly ImportLine[Key][]
}

/** Only what is stored crosses. */
export const packLines = (lines: readonly Line[]): LineColumns => ({
  sheet: lines.map((line) => line.sheet),
  row: lines.map((line) => line.row),
  name: lines.map((line) => line.name),
  group: lines.map((line) => line.group ?? ''),
  idNumber: lines.map((line) => line.idNumber),
  account: lines.map((line) => line.account),
  quantity: lines.map((line) => line.quantity),
  rate: lines.map((line) => line.rate),
  amountFen: lines.map((line) => line.amountFen),
  state: lines.map((line) => line.state),
})

export const unpackLines = (columns: LineColumns): ImportLine[] => {
  const [sheet, group, state] = [
    createKeeper<string>(),
    createKeeper<string>(),
    createKeeper<ImportLine['state']>(),
  ]
  return columns.row.map((row, i) => ({
    sheet: sheet(columns.sheet[i]!),
    row,
    name: columns.name[i]!,
    group: group(columns.group[i]!),
    idNumber: columns.idNumber[i]!,
    account: columns.account[i]!,
    quantity: columns.quantity[i]!,
    rate: columns.rate[i]!,
    amountFen: columns.amountFen[i]!,
    state: state(columns.state[i]!),
  }))
}

/** Words that repeat from line to line arrive as a copy each; one is enough. */
const createKeeper = <Text extends string>(): ((text: Text) => Text) => {
  const kept = new Map<Text, Text>()
  return (text) => {
    const known = kept.get(text)
    if (known !== undefined) return known
    kept.set(text, text)
    return text
  }
}
