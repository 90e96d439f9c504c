// The work of `readInChild`: nothing but handing the grid over.
import type { Workbook } from '../grid.ts'

export const work = (workbook: Workbook): Workbook => workbook
