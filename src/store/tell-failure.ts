// A write that fails as a value: the phone is full, or its storage is broken.
import { type Result, err, ok } from '../base/result.ts'
import type { StorageFailure } from '../sync/outbox/ports.ts'

/** Browsers report a full disk as the error itself, or as the cause of an aborted transaction. */
const isFull = (error: unknown): boolean => {
  const { name, inner } = (error ?? {}) as { name?: unknown; inner?: unknown }
  return name === 'QuotaExceededError' || (inner !== undefined && inner !== null && isFull(inner))
}

export const tellFailure = async <T>(
  write: () => PromiseLike<T>,
): Promise<Result<T, StorageFailure>> => {
  try {
    return ok(await write())
  } catch (error) {
    return err({ kind: isFull(error) ? 'full' : 'broken' })
  }
}
