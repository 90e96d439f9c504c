// Packs that no head names any more.
import type { Kysely } from 'kysely'
import type { Clock } from '../../base/clock.ts'
import type { SiteHead } from '../../pack/model.ts'
import type { Database } from '../store/database.ts'
import type { PublishedDir } from './published-dir.ts'

const GRACE_MS = 86_400_000 // readers who have just read an old head may still fetch its packs

/** Gone at once when something in them was withdrawn, else after a day. */
export const retirePacks = async (
  deps: { readonly db: Kysely<Database>; readonly clock: Clock },
  dir: PublishedDir,
  heads: readonly SiteHead[],
  dropped: readonly string[],
) => {
  const now = deps.clock.now()
  const named = new Set(
    heads.flatMap((h) => (h.posts ? [h.ledger.hash, h.posts.hash] : [h.ledger.hash])),
  )
  const known = new Set(
    (await deps.db.selectFrom('old_pack').select('pack_hash').execute()).map((r) => r.pack_hash),
  )
  const old = dir.listPacks().filter((hash) => !named.has(hash) && !known.has(hash))
  for (const hash of old) {
    await deps.db
      .insertInto('old_pack')
      .values({ pack_hash: hash, since_ms: now, withdrawn: dropped.includes(hash) ? 1 : 0 })
      .execute()
  }
  const due = await deps.db
    .selectFrom('old_pack')
    .select(['pack_hash', 'withdrawn'])
    .where((eb) => eb.or([eb('withdrawn', '=', 1), eb('since_ms', '<', now - GRACE_MS)]))
    .execute()
  for (const { pack_hash: hash } of due) if (!named.has(hash)) dir.dropPack(hash)
  dir.writeGone(due.filter((row) => row.withdrawn === 1).map((row) => row.pack_hash))
}
