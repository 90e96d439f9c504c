// Room kept for one more sentence on a phone that is full (OUT-20): a row of noise that gives way to what a person wrote.
import type { Result } from '../../base/result.ts'
import type { Random } from '../../base/random.ts'
import type { StorageFailure } from '../../sync/outbox/ports.ts'
import { tellFailure } from '../tell-failure.ts'
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
