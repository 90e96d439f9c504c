// The key of a village's sealed core. Made when first needed, stored encrypted, printed into the QR of its boards and slips.
import type { Kysely } from 'kysely'
import type { Bytes } from '../../base/bytes.ts'
import type { Random } from '../../base/random.ts'
import type { Database } from '../store/database.ts'
import type { IdentityBox } from './identity-box.ts'

export interface VillageKeys {
  /** 32 bytes; the same for a site for ever. */
  readonly of: (site: string) => Promise<Bytes>
}

export const openVillageKeys = (
  db: Kysely<Database>,
  box: IdentityBox,
  random: Random,
): VillageKeys => {
  const load = async (site: string): Promise<Bytes | null> => {
    const row = await db
      .selectFrom('village_key')
      .select('box')
      .where('site', '=', site)
      .executeTakeFirst()
    return row ? new Uint8Array(box.open(row.box)) : null
  }
  return {
    of: async (site) => {
      const known = await load(site)
      if (known) return known
      await db
        .insertInto('village_key')
        .values({ site, box: box.seal(random.bytes(32)) })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
      const made = await load(site)
      if (!made) throw new Error('a village key was not stored')
      return made
    },
  }
}
