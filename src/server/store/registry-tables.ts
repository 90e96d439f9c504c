// The registry: who a payee is. Identity numbers lie here alone, encrypted in blocks; equality is told by keyed hashes.
import type { Generated } from 'kysely'
import type { Migration } from 'kysely/migration'
import { columnTypes, type DialectKind } from './columns.ts'

export interface PayeeTable {
  /** Given by the importer, which is alone (lock `import`), so that thousands can be inserted in one statement. */
  id: number
  site: string
  /** Published number; null until the first line in a programme of class `named` (PACK-6). */
  number: number | null
  /** Keyed hash of the 18-digit ID; null for a payee known by name and group alone. */
  person_key: string | null
  name: string
  group_name: string
  last_four: string
  /** Number into which this one was merged. */
  see: number | null
}

/** Up to 256 people's numbers of one import, as AES-256-GCM under the registry key. */
export interface IdentityBlockTable {
  id: Generated<number>
  source: string
  nonce: Uint8Array
  data: Uint8Array
}

export interface IdentityLookTable {
  id: Generated<number>
  at_ms: number
  who: string
  reason: string
  what: string
}

export interface PayeeEventTable {
  id: Generated<number>
  at_ms: number
  who: string
  kind: 'merge' | 'split' | 'rename'
  payee_id: number
  other_id: number | null
}

/** Key under which a village's sealed core is encrypted; stored encrypted under the registry key. */
export interface VillageKeyTable {
  site: string
  box: Uint8Array
}

/** A village's groups, numbered as intake first met them: place code + two digits is the group's id. */
export interface PlaceGroupTable {
  site: string
  number: number
  /** As the rosters print it; intake knows the group again by it. */
  name: string
  /** 0 while only proposed by intake. */
  confirmed: number
  /** As a person wrote it when confirming; null = as printed. */
  shown: string | null
}

export interface RegistryTables {
  place_group: PlaceGroupTable
  payee: PayeeTable
  identity_block: IdentityBlockTable
  identity_look: IdentityLookTable
  payee_event: PayeeEventTable
  village_key: VillageKeyTable
}

export const registryMigration = (kind: DialectKind): Migration => ({
  up: async (db) => {
    const { int, blob, serial, strict } = columnTypes(kind)
    await db.schema
      .createTable('payee')
      .addColumn('id', int, (c) => c.primaryKey())
      .addColumn('site', 'text', (c) => c.notNull())
      .addColumn('number', int)
      .addColumn('person_key', 'text')
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('group_name', 'text', (c) => c.notNull())
      .addColumn('last_four', 'text', (c) => c.notNull())
      .addColumn('see', int)
      .addUniqueConstraint('payee_number', ['site', 'number'])
      .addUniqueConstraint('payee_person', ['site', 'person_key'])
      .$call(strict)
      .execute()
    await db.schema.createIndex('payee_name').on('payee').columns(['site', 'name']).execute()
    await db.schema
      .createTable('place_group')
      .addColumn('site', 'text', (c) => c.notNull())
      .addColumn('number', int, (c) => c.notNull())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('confirmed', int, (c) => c.notNull())
      .addPrimaryKeyConstraint('place_group_key', ['site', 'number'])
      .addUniqueConstraint('place_group_name', ['site', 'name'])
      .$call(strict)
      .execute()
    await db.schema
      .createTable('identity_block')
      .addColumn('id', serial, (c) => c.primaryKey())
      .addColumn('source', 'text', (c) => c.notNull())
      .addColumn('nonce', blob, (c) => c.notNull())
      .addColumn('data', blob, (c) => c.notNull())
      .$call(strict)
      .execute()
    await db.schema
      .createTable('identity_look')
      .addColumn('id', serial, (c) => c.primaryKey())
      .addColumn('at_ms', int, (c) => c.notNull())
      .addColumn('who', 'text', (c) => c.notNull())
      .addColumn('reason', 'text', (c) => c.notNull())
      .addColumn('what', 'text', (c) => c.notNull())
      .$call(strict)
      .execute()
    await db.schema
      .createTable('payee_event')
      .addColumn('id', serial, (c) => c.primaryKey())
      .addColumn('at_ms', int, (c) => c.notNull())
      .addColumn('who', 'text', (c) => c.notNull())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('payee_id', int, (c) => c.notNull())
      .addColumn('other_id', int)
      .$call(strict)
      .execute()
    await db.schema
      .createTable('village_key')
      .addColumn('site', 'text', (c) => c.primaryKey())
      .addColumn('box', blob, (c) => c.notNull())
      .$call(strict)
      .execute()
  },
})

export const groupNameMigration: Migration = {
  up: async (db) => {
    await db.schema.alterTable('place_group').addColumn('shown', 'text').execute()
  },
}
