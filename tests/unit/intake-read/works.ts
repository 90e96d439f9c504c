// Works that a test sends into the child: honest ones, and the ways in which one can go wrong.
import { writeFileSync } from 'node:fs'
import type { Workbook } from '../../../src/server/intake/grid.ts'

type Task = 'count' | 'loop' | 'hoard-heap' | 'hoard-buffers' | 'throw' | 'look-around'

const LOOKS: Readonly<Record<Task, (workbook: Workbook) => unknown>> = {
  count: ({ sheets }) => sheets.map((sheet) => sheet.rows.length),
  loop: () => {
    for (;;);
  },
  'hoard-heap': () => {
    const hoard: string[][] = []
    for (;;) hoard.push(Array.from({ length: 1000 }, (_, index) => `${index}${hoard.length}`))
  },
  'hoard-buffers': () => {
    const hoard: Buffer[] = []
    for (;;) hoard.push(Buffer.alloc(10_000_000, 1))
  },
  throw: () => {
    throw new Error('a bug with 152299196001029820 in it')
  },
  'look-around': () => ({ secret: process.env['ILTOD_TEST_SECRET'] ?? null, write: tryToWrite() }),
}

const tryToWrite = (): string => {
  try {
    writeFileSync(`${import.meta.filename}.written`, '')
    return 'written'
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'failed'
  }
}

export const work = (workbook: Workbook, task: Task): unknown => LOOKS[task](workbook)
