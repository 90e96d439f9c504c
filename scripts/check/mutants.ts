// Plants each fault of tests/mutants in a throw-away copy of the tree and demands that what should notice it fails; before that, that
// all of it passes where nothing is planted.
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { type Catcher, type Edit, type Mutant, MUTANTS } from '../../tests/mutants/mutants.ts'
import type { Caught } from '../../tests/support/simulation/until-caught.ts'
import { runNode, runTool } from './command.ts'
import { lastLines, readVitest } from './reports.ts'
import { failedCheck, passedCheck, total, type Outcome } from './step.ts'

const COPIED = [
  ...['src', 'tests', 'scripts', 'locales', 'public', 'service-worker'],
  ...['package.json', 'tsconfig.json', 'vite.config.ts'],
]
const LIMIT_MS = 10 * 60_000
const COPIES = 2

export interface MutantsOptions {
  readonly root: string
  readonly log: (line: string) => void
  /** Only mutants whose name holds this. */
  readonly only?: string
}

const makeCopy = (root: string): string => {
  const copy = mkdtempSync(path.join(os.tmpdir(), 'iltod-mutant-'))
  const filter = (file: string): boolean => path.basename(file) !== 'node_modules'
  for (const name of COPIED)
    if (existsSync(path.join(root, name)))
      cpSync(path.join(root, name), path.join(copy, name), { recursive: true, filter })
  symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'), 'junction')
  return copy
}

/** Puts the new texts in; gives back what takes them out again. Throws where an old text does not stand exactly once. */
export const plant = (copy: string, edits: readonly Edit[]): (() => void) => {
  const before = new Map<string, string>()
  const restore = () => {
    for (const [file, text] of before) writeFileSync(file, text)
  }
  for (const edit of edits) {
    const file = path.join(copy, edit.file)
    const text = readFileSync(file, 'utf8')
    const times = text.split(edit.old).length - 1
    if (times !== 1) {
      restore()
      throw new Error(`${edit.file}: the text to be replaced stands there ${times} times`)
    }
    if (!before.has(file)) before.set(file, text)
    writeFileSync(
      file,
      text.replace(edit.old, () => edit.new),
    )
  }
  return restore
}

interface Verdict {
  readonly noticed: boolean
  readonly how: string
}

const runLives = async (copy: string, seeds: number): Promise<Verdict> => {
  const args = ['tests/support/simulation/until-caught.ts', String(seeds)]
  const ended = await runNode(args, { cwd: copy, limitMs: LIMIT_MS })
  if (!ended.ok) throw new Error(`the simulation broke:\n${lastLines(ended.output, 20)}`)
  const line = ended.output.slice(ended.output.lastIndexOf('{"seed"'))
  const { seed, violation, lived } = JSON.parse(line) as Caught
  if (seed === null) return { noticed: false, how: `${lived} lives went well` }
  return { noticed: true, how: `life ${seed}: ${violation ?? ''}` }
}

const escape = (title: string): string => title.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')

type Tests = Extract<Catcher, { kind: 'tests' }>

const runTests = async (copy: string, tests: readonly Tests[]): Promise<Verdict> => {
  const report = path.join(copy, 'report.json')
  rmSync(report, { force: true })
  const files = [...new Set(tests.map(({ file }) => file))]
  const titles = [...new Set(tests.map(({ title }) => escape(title)))].join('|')
  const args = ['run', ...files, '-t', titles, '--reporter=json', `--outputFile=${report}`]
  const ended = await runTool('vitest/vitest.mjs', args, { cwd: copy, limitMs: LIMIT_MS })
  const { passed, failed, complaints } = readVitest(report, ended)
  if (passed + failed === 0) throw new Error(`no test ran:\n${lastLines(ended.output, 20)}`)
  const [title = ''] = (complaints[0] ?? '').split('\n').slice(1)
  return failed > 0
    ? { noticed: true, how: `${failed} of ${passed + failed} failed: ${title}` }
    : { noticed: false, how: `${passed} tests passed` }
}

const runCatcher = (copy: string, catcher: Catcher): Promise<Verdict> =>
  catcher.kind === 'lives' ? runLives(copy, catcher.seeds) : runTests(copy, [catcher])

const tryMutant = async (copy: string, { name, edits, caughtBy }: Mutant): Promise<Verdict[]> => {
  const restore = plant(copy, edits)
  try {
    const verdicts: Verdict[] = []
    for (const catcher of caughtBy) verdicts.push(await runCatcher(copy, catcher))
    return verdicts
  } catch (error) {
    throw new Error(`${name}: ${(error as Error).message}`, { cause: error })
  } finally {
    restore()
  }
}

const judgeMutant = async (
  copy: string,
  mutant: Mutant,
  log: MutantsOptions['log'],
): Promise<Outcome> => {
  try {
    const verdicts = await tryMutant(copy, mutant)
    const caught = verdicts.every(({ noticed }) => noticed)
    log(`${caught ? 'caught  ' : 'SURVIVED'}  ${mutant.name}`)
    for (const { noticed, how } of verdicts) log(`          ${noticed ? '·' : '✗'} ${how}`)
    if (caught) return passedCheck
    return failedCheck(`${mutant.name}: survived\n${verdicts.map(({ how }) => how).join('\n')}`)
  } catch (error) {
    log(`BROKEN    ${mutant.name}`)
    return failedCheck((error as Error).message)
  }
}

const CONTROL_LIVES = 40

/** Without a fault everything passes: else a failure would prove nothing. */
const judgeControl = async (
  copy: string,
  mutants: readonly Mutant[],
  log: MutantsOptions['log'],
): Promise<Outcome> => {
  const tests = mutants
    .flatMap(({ caughtBy }) => caughtBy)
    .filter((catcher) => catcher.kind === 'tests')
  const verdicts = [
    await runLives(copy, CONTROL_LIVES),
    ...(tests.length > 0 ? [await runTests(copy, tests)] : []),
  ]
  for (const { how } of verdicts) log(`nothing planted: ${how}`)
  return verdicts.some(({ noticed }) => noticed)
    ? failedCheck(`without any planted fault:\n${verdicts.map(({ how }) => how).join('\n')}`)
    : passedCheck
}

export const tryMutants = async ({ root, log, only = '' }: MutantsOptions): Promise<Outcome> => {
  const mutants = MUTANTS.filter(({ name }) => name.includes(only))
  const copies = Array.from({ length: COPIES }, () => makeCopy(root))
  try {
    const [first = ''] = copies
    const outcomes = [await judgeControl(first, mutants, log)]
    const waiting = [...mutants]
    const work = async (copy: string): Promise<void> => {
      for (let next = waiting.shift(); next; next = waiting.shift())
        outcomes.push(await judgeMutant(copy, next, log))
    }
    await Promise.all(copies.map(work))
    return total(outcomes)
  } finally {
    for (const copy of copies) rmSync(copy, { recursive: true, force: true })
  }
}
