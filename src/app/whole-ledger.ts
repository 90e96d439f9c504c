// The ledger as something may be made of it that lasts: a sheet, a picture, what hangs on a board. Of a short one nothing is,
// for whoever finds fewer years on paper than were published thinks that the rest was not paid (PACK-29).
import type { Result } from '../base/result.ts'
import type { Ledger } from '../pack/model.ts'

/** Null where none is held, or only its newest years. */
export const wholeLedger = (read: Result<Ledger, unknown> | undefined): Ledger | null =>
  read?.ok && read.value.from === undefined ? read.value : null

/** Its newest years are here, and others on their way. */
export const isBegun = (read: Result<Ledger, unknown>): boolean =>
  read.ok && read.value.from !== undefined

/** The year before the first whole one, where some of its rosters are here and others not: no sum of it is shown. */
export const partialYear = ({ from, rosters }: Ledger): number | undefined =>
  from !== undefined && rosters.some(({ year }) => year < from) ? from - 1 : undefined
