// `npm run bench [-- NAME …]`: measures, and prints tables. Each tests/bench/*.bench.ts exports `run()`, which answers rows;
// benches run one after the other, each in a process of its own, so that none measures what another left in memory.
// Its own child is called with --here NAME.
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

/** One line of a table: what was measured → the figure with its unit, or the limit it is held against. */
export type BenchRow = Readonly<Record<string, string | number>>

interface Bench {
  readonly run: () => BenchRow[] | Promise<BenchRow[]>
}

const dir = path.resolve(import.meta.dirname, '../tests/bench')
const ENDING = '.bench.ts'

const namesOf = (wanted: readonly string[]): string[] =>
  readdirSync(dir)
    .filter((file) => file.endsWith(ENDING))
    .map((file) => file.slice(0, -ENDING.length))
    .filter((name) => wanted.length === 0 || wanted.includes(name))
    .sort()

/** Characters as a terminal sees them: CJK takes two columns. */
const widthOf = (text: string): number =>
  [...text].reduce(
    (width, char) =>
      width +
      (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]/.test(char) ? 2 : 1),
    0,
  )

const pad = (text: string, width: number, right: boolean): string => {
  const space = ' '.repeat(Math.max(0, width - widthOf(text)))
  return right ? space + text : text + space
}

const printTable = (rows: readonly BenchRow[]): void => {
  const heads = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const cells = rows.map((row) => heads.map((head) => String(row[head] ?? '')))
  const widths = heads.map((head, column) =>
    Math.max(widthOf(head), ...cells.map((row) => widthOf(row[column] ?? ''))),
  )
  const line = (row: readonly string[]): string =>
    row.map((cell, column) => pad(cell, widths[column]!, /^[\d.]/.test(cell))).join('  ')
  for (const row of [heads, widths.map((width) => '─'.repeat(width)), ...cells])
    console.log(line(row).trimEnd())
}

const runHere = async (name: string): Promise<void> => {
  const { run } = (await import(pathToFileURL(path.join(dir, name + ENDING)).href)) as Bench
  printTable(await run())
}

const runAll = (names: readonly string[]): boolean => {
  const [cpu] = os.cpus()
  const memory = `${Math.round(os.totalmem() / 2 ** 30)} GiB`
  console.log(`Node ${process.version}, ${os.cpus().length} × ${cpu?.model ?? 'CPU'}, ${memory}`)
  const failed = names.filter((name) => {
    console.log(`\n${name}    (npm run bench -- ${name})`)
    const self = [import.meta.filename, '--here', name]
    return spawnSync(process.execPath, self, { stdio: 'inherit' }).status !== 0
  })
  if (failed.length > 0) console.log(`\nfailed: ${failed.join(', ')}`)
  return failed.length === 0 && names.length > 0
}

const args = process.argv.slice(2)
if (args[0] === '--here' && args[1]) {
  await runHere(args[1])
} else {
  const names = namesOf(args)
  if (names.length === 0)
    console.log(`no such bench; there are: ${namesOf([]).join(', ') || 'none yet'}`)
  process.exitCode = runAll(names) ? 0 : 1
}
