// Packs that no head names any more.
import type { Kysely } from 'kysely'
import type { Clock } from '../../base/clock.ts'
import { refsOfHead } from '../../pack/head.ts'
import type { SiteHead } from '../../pack/model.ts'
import type { Database } from '../store/database.ts'
import type { PublishedDir } from './published-dir.ts'

const GRACE_MS = 86_400_000 // readers who have just read an old head may still fetch its packs

/** Adds to the table what lies in the folder, is named by no head and was not known as old. */
const noteOld = async (
  db: Kysely<Database>,
  dir: PublishedDir,
  named: ReadonlySet<string>,
  now: number,
) => {
  const rows = await db.selectFrom('old_pack').select('pack_hash').execute()
  const known = new Set(rows.map((row) => row.pack_hash))
  for (const hash of dir.listPacks()) {
    if (named.has(hash) || known.has(hash)) continue
    await db
      .insertInto('old_pack')
      .values({ pack_hash: hash, since_ms: now, withdrawn: 0 })
      .execute()
  }
}

/**
 * Returns the hashes of all that was ever withdrawn. Old packs go after a day. When something was withdrawn since the last call all of them go at once: earlier packs of the
 * same site show it too.
 */
export const retirePacks = async (
  { db, clock }: { readonly db: Kysely<Database>; readonly clock: Clock },
  dir: PublishedDir,
  heads: readonly SiteHead[],
): Promise<readonly string[]> => {
  const now = clock.now()
  const named = new Set(heads.flatMap(refsOfHead).map(({ hash }) => hash))
  await noteOld(db, dir, named, now)
  const withdrawn = () =>
    db.selectFrom('old_pack').select('pack_hash').where('withdrawn', '=', 1).execute()
  const isFresh = (await withdrawn()).some((row) => dir.hasPack(row.pack_hash))
  if (isFresh) await db.updateTable('old_pack').set({ withdrawn: 1 }).execute()
  const due = await db
    .selectFrom('old_pack')
    .select('pack_hash')
    .where((eb) => eb.or([eb('withdrawn', '=', 1), eb('since_ms', '<', now - GRACE_MS)]))
    .execute()
  // Told before it is done: an address must not answer 404 in between, which reads as "never was".
  const gone = (await withdrawn()).map((row) => row.pack_hash)
  dir.writeGone(gone)
  for (const { pack_hash: hash } of due) if (!named.has(hash)) dir.dropPack(hash)
  return gone
}
