// Which number comes next, and the signature. What lies in the published folder is the truth about the last number, whatever a
// restored database says (PACK-27).
import type { Kysely } from 'kysely'
import { type Clock, shanghaiDay } from '../../base/clock.ts'
import {
  encodeCheckpointBody,
  hashCheckpointBody,
  NO_CHECKPOINT,
  signCheckpoint,
  type SignedCheckpoint,
} from '../../pack/checkpoint.ts'
import { decodeSites } from '../../pack/site-file.ts'
import { sha256 } from '../crypto/node-ports.ts'
import type { KeyFile } from '../keys/key-files.ts'
import { noteRestart, publishSigner } from '../keys/trust-file.ts'
import type { Database } from '../store/database.ts'
import type { PublishedDir } from './published-dir.ts'

export interface NumberDeps {
  readonly db: Kysely<Database>
  readonly clock: Clock
  readonly keys: KeyFile
  readonly dataDir: string
}

/** The checkpoint that is published now; null before the first. */
export const publishedNow = (dir: PublishedDir): SignedCheckpoint | null => {
  const bytes = dir.readCurrent('sites.json')
  if (!bytes) return null
  const sites = decodeSites(new Uint8Array(bytes), sha256)
  return sites.ok ? sites.value.signed : null
}

/** The greater of the numbers in the database and in what is published. */
const lastNumber = async (db: Kysely<Database>, now: SignedCheckpoint | null): Promise<number> => {
  const log = await db
    .selectFrom('publication')
    .select((eb) => eb.fn.max('number').as('number'))
    .executeTakeFirst()
  return Math.max(now?.checkpoint.number ?? 0, log?.number ?? 0)
}

export interface NumberedCheckpoint {
  readonly signed: SignedCheckpoint
  /** False: the same content, signed anew. */
  readonly changed: boolean
}

export const nextCheckpoint = async (
  deps: NumberDeps,
  dir: PublishedDir,
  root: string,
): Promise<NumberedCheckpoint> => {
  const now = publishedNow(dir)
  const last = await lastNumber(deps.db, now)
  const checkedMs = deps.clock.now()
  const { trustVersion } = deps.keys
  const same =
    now?.checkpoint.root === root &&
    now.checkpoint.trustVersion === trustVersion &&
    now.checkpoint.number === last
  if (now && same) {
    const { number, previous, changedMs } = now.checkpoint
    const signer = publishSigner(deps.keys, number)
    const again = { number, previous, root, trustVersion, changedMs }
    return { changed: false, signed: await signCheckpoint(again, checkedMs, signer, sha256) }
  }
  const number = last + 1
  const previous = now?.checkpoint.hash ?? NO_CHECKPOINT
  const content = { number, previous, root, trustVersion, changedMs: checkedMs }
  const signer = publishSigner(deps.keys, number)
  return { changed: true, signed: await signCheckpoint(content, checkedMs, signer, sha256) }
}

/**
 * After a restore to before what phones hold: the next number of the restored folder, with a note in the trust list that
 * names number and hash. The list's version jumps to the seconds of the clock, past whatever was handed out before.
 */
export const restartCheckpoint = async (
  deps: NumberDeps,
  dir: PublishedDir,
  root: string,
  reason: string,
): Promise<NumberedCheckpoint> => {
  const now = publishedNow(dir)
  const number = (await lastNumber(deps.db, now)) + 1
  const checkedMs = deps.clock.now()
  const trustVersion = Math.max(deps.keys.trustVersion + 1, Math.floor(checkedMs / 1000))
  const previous = now?.checkpoint.hash ?? NO_CHECKPOINT
  const content = { number, previous, root, trustVersion, changedMs: checkedMs }
  const hash = hashCheckpointBody(encodeCheckpointBody(content), sha256)
  const note = { number, hash, day: shanghaiDay(checkedMs), reason }
  const keys = await noteRestart(
    deps.dataDir,
    { ...deps.keys, trustVersion: trustVersion - 1 },
    note,
  )
  const signer = publishSigner(keys, number)
  return { changed: true, signed: await signCheckpoint(content, checkedMs, signer, sha256) }
}

export const logPublication = async (
  deps: Pick<NumberDeps, 'db'>,
  { checkpoint }: SignedCheckpoint,
) => {
  await deps.db
    .insertInto('publication')
    .values({
      number: checkpoint.number,
      hash: checkpoint.hash,
      root: checkpoint.root,
      previous: checkpoint.previous,
      changed_ms: checkpoint.changedMs,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
