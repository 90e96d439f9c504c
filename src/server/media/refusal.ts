// A refusal on its way out of tus's own code, which knows nothing but exceptions; the route makes our error body of it (ERR-1).
import type { ErrorCode } from '../../protocol/errors.ts'

export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly code: ErrorCode
  constructor(code: ErrorCode) {
    super(code)
    this.code = code
  }
}

const NO_ROOM = ['ENOSPC', 'EDQUOT', 'EFBIG']

export const isDiskFull = (error: unknown): boolean =>
  NO_ROOM.includes(String((error as { code?: unknown }).code))
