// Room kept for one more sentence on a phone that is full (OUT-20): a row of noise that gives way to what a person wrote.
import { type Result, err, ok } from '../../base/result.ts'
import type { Random } from '../../base/random.ts'
import type { StorageFailure } from '../../sync/outbox/ports.ts'
import type { OutboxDatabase } from './database.ts'

/** Above 64 KiB Chromium keeps a value as a file of its own, whose room is free as soon as it goes. Noise can't be compressed. */
const RESERVE_BYTES = 72_000

/** Best effort: without room there is none. */
export const layReserve = async (db: OutboxDatabase, random: Random): Promise<void> => {
  if ((await db.reserve.count()) > 0) return
  await db.reserve.put({ name: 'self', bytes: random.bytes(RESERVE_BYTES).buffer })
}

const freeReserve = async (db: OutboxDatabase): Promise<boolean> => {
  const there = (await db.reserve.count()) > 0
  if (there) await db.reserve.clear()
  return there
}

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

/** Writes what a person said; where there is no room for it the reserve goes, and it is tried once more. */
export const writeWithReserve = async <T>(
  db: OutboxDatabase,
  write: () => PromiseLike<T>,
): Promise<Result<T, StorageFailure>> => {
  const first = await tellFailure(write)
  if (first.ok || first.error.kind !== 'full') return first
  const freed = await freeReserve(db).catch(() => false)
  return freed ? tellFailure(write) : first
}
