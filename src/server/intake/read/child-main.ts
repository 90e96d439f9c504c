// The child's side of read-in-child.ts: one task, one answer, then the end.
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { ok, type Result } from '../../../base/result.ts'
import type { ReadError, Workbook } from '../grid.ts'
import { readWorkbook } from './read-workbook.ts'

export interface ChildTask {
  readonly file: string
  readonly module: string
  readonly args: unknown
}

export type ChildAnswer =
  | { readonly result: Result<unknown, ReadError> }
  /** A fault of ours, told without a digit that could be someone's. */
  | { readonly failure: string }

interface WorkModule {
  readonly work: (workbook: Workbook, args: unknown) => unknown
}

const perform = async (task: ChildTask): Promise<ChildAnswer> => {
  const read = await readWorkbook(readFileSync(task.file), basename(task.file))
  if (!read.ok) return { result: read }
  const { work } = (await import(task.module)) as WorkModule
  return { result: ok(await work(read.value, task.args)) }
}

const failureOf = (error: unknown): ChildAnswer => {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return { failure: text.replace(/[0-9０-９Xx*]{6,}/g, '…') }
}

const answer = (message: ChildAnswer): void => {
  process.send?.(message, () => process.disconnect())
}

// Without a parent there is nobody to answer.
process.once('disconnect', () => process.exit())

process.once('message', (task) => {
  perform(task as ChildTask)
    .catch(failureOf)
    .then(answer, (error: unknown) => answer(failureOf(error)))
})
