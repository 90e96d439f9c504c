// How a reader stops in the middle of a file. Private to this folder: readers are deep state machines driven by streams,
// where a Result at every step would hide the format; read-workbook.ts turns the one exception into the one Result.
import type { ReadError } from '../grid.ts'
import type { LimitName } from './read-limits.ts'

export class Refused extends Error {
  readonly reason: ReadError

  constructor(reason: ReadError) {
    super(reason.kind)
    this.reason = reason
  }
}

export const damaged = (): Refused => new Refused({ kind: 'damaged' })
export const locked = (): Refused => new Refused({ kind: 'locked' })
export const notATable = (): Refused => new Refused({ kind: 'not-a-table' })
export const tooLarge = (limit: LimitName): Refused => new Refused({ kind: 'too-large', limit })
