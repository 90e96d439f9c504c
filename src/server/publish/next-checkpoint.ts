// Which number comes next, and the signature. What lies in the published folder is the truth about the last number, whatever a
// restored database says (PACK-27).
import type { Kysely } from 'kysely'
import type { Clock } from '../../base/clock.ts'
import { NO_CHECKPOINT, signCheckpoint, type SignedCheckpoint } from '../../pack/checkpoint.ts'
import { decodeSites } from '../../pack/site-file.ts'
import { sha256 } from '../crypto/node-ports.ts'
import type { KeyFile } from '../keys/key-files.ts'
import { publishSigner } from '../keys/trust-file.ts'
import type { Database } from '../store/database.ts'
import type { PublishedDir } from './published-dir.ts'

export interface NumberDeps {
  readonly db: Kysely<Database>
  readonly clock: Clock
  readonly keys: KeyFile
}

/** The checkpoint that is published now; null before the first. */
export const publishedNow = (dir: PublishedDir): SignedCheckpoint | null => {
  const bytes = dir.readCurrent('sites.json')
  if (!bytes) return null
  const sites = decodeSites(new Uint8Array(bytes), sha256)
  return sites.ok ? sites.value.signed : null
}

export const nextCheckpoint = async (
  deps: NumberDeps,
  dir: PublishedDir,
  root: string,
): Promise<{ signed: SignedCheckpoint; changed: boolean }> => {
  const now = publishedNow(dir)
  const log = await deps.db
    .selectFrom('publication')
    .select((eb) => eb.fn.max('number').as('number'))
    .executeTakeFirst()
  const checkedMs = deps.clock.now()
  const last = Math.max(now?.checkpoint.number ?? 0, log?.number ?? 0)
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
  const content = {
    number: last + 1,
    previous: now?.checkpoint.hash ?? NO_CHECKPOINT,
    root,
    trustVersion,
    changedMs: checkedMs,
  }
  return {
    changed: true,
    signed: await signCheckpoint(content, checkedMs, publishSigner(deps.keys, last + 1), sha256),
  }
}

export const logPublication = async (deps: NumberDeps, { checkpoint }: SignedCheckpoint) => {
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
