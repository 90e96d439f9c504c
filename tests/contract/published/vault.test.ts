// What any vault must do, run on memory and on IndexedDB; and what IndexedDB alone can do to us.
import { Dexie } from 'dexie'
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { describe, expect, test } from 'vitest'
import {
  createIndexedVault,
  DATABASE,
  SCHEMAS,
} from '../../../src/store/published/indexed-vault.ts'
import { createMemoryVault } from '../../../src/store/published/memory-vault.ts'
import type { Vault, Write } from '../../../src/sync/pull/ports.ts'
import { TABLES } from '../../../src/sync/pull/ports.ts'

const bytes = (...values: number[]) => Uint8Array.from(values)
const put = (id: string, value: number, copies: 1 | 2 = 1): Write => ({
  table: 'packs',
  id,
  bytes: bytes(value),
  copies,
})
const valueOf = <T>(result: { ok: boolean; value?: T }): T => {
  expect(result.ok).toBe(true)
  return result.value as T
}

const openIndexed = (indexedDB = new IDBFactory(), onSuperseded: () => void = () => undefined) =>
  createIndexedVault({ onSuperseded, indexedDB })

const realisations: readonly (readonly [string, () => Vault])[] = [
  ['memory', createMemoryVault],
  ['IndexedDB', () => openIndexed()],
]

describe.each(realisations)('a vault in %s', (_, open) => {
  test('gives back what was stored, once or twice', async () => {
    const vault = open()
    await vault.commit([put('a', 1), put('b', 2, 2)])
    expect(valueOf(await vault.read('packs', 'a'))).toEqual([bytes(1)])
    expect(valueOf(await vault.read('packs', 'b'))).toEqual([bytes(2), bytes(2)])
    expect(valueOf(await vault.read('packs', 'c'))).toEqual([])
    expect(valueOf(await vault.ids('packs'))).toEqual(['a', 'b'])
    expect(valueOf(await vault.all('packs')).map(({ id }) => id)).toEqual(['a', 'b', 'b'])
    vault.close()
  })

  test('a later write replaces all copies, null takes them away', async () => {
    const vault = open()
    await vault.commit([put('a', 1, 2), put('b', 1, 2)])
    await vault.commit([put('a', 3), { table: 'packs', id: 'b', bytes: null }])
    expect(valueOf(await vault.read('packs', 'a'))).toEqual([bytes(3)])
    expect(valueOf(await vault.ids('packs'))).toEqual(['a'])
    vault.close()
  })

  test('tables do not mix, and no write is a write', async () => {
    const vault = open()
    await vault.commit([])
    await vault.commit([put('a', 1), { table: 'heads', id: 'a', bytes: bytes(9) }])
    for (const table of TABLES) {
      const ids = valueOf(await vault.ids(table))
      expect(ids).toEqual(table === 'packs' || table === 'heads' ? ['a'] : [])
    }
    vault.close()
  })

  test('stores a part of a buffer as that part only', async () => {
    const vault = open()
    const whole = bytes(1, 2, 3, 4)
    await vault.commit([{ table: 'packs', id: 'a', bytes: whole.subarray(1, 3) }])
    expect(valueOf(await vault.read('packs', 'a'))).toEqual([bytes(2, 3)])
    vault.close()
  })
})

describe('IndexedDB', () => {
  test('keeps what was stored over a restart', async () => {
    const indexedDB = new IDBFactory()
    const vault = openIndexed(indexedDB)
    await vault.commit([put('a', 1)])
    vault.close()
    const again = openIndexed(indexedDB)
    expect(valueOf(await again.read('packs', 'a'))).toEqual([bytes(1)])
    again.close()
  })

  test('[PULL-4] a transaction that breaks leaves everything as it was', async () => {
    const indexedDB = new IDBFactory()
    const vault = openIndexed(indexedDB)
    await vault.commit([put('a', 1), put('b', 1)])
    const bad = {
      table: 'packs',
      id: Symbol('no key') as unknown as string,
      bytes: bytes(1),
    } as const
    const broken = await vault.commit([put('a', 2), { table: 'packs', id: 'b', bytes: null }, bad])
    expect(broken.ok).toBe(false)
    expect(valueOf(await vault.read('packs', 'a'))).toEqual([bytes(1)])
    expect(valueOf(await vault.ids('packs'))).toEqual(['a', 'b'])
    vault.close()
  })

  test('[PULL-6] a row of any shape is read as damage, not as a fault', async () => {
    const indexedDB = new IDBFactory()
    const vault = openIndexed(indexedDB)
    await vault.commit([put('a', 1)])
    const raw = new Dexie(DATABASE, { indexedDB, IDBKeyRange })
    await raw.open()
    await raw.table('packs').put({ id: 'a', copy: 0, bytes: 'text' })
    await raw.table('packs').put({ id: 'b', copy: 0 })
    await raw.table('packs').put({ id: 'c', copy: 1, bytes: bytes(7) })
    raw.close()
    expect(valueOf(await vault.read('packs', 'a'))).toEqual([bytes()])
    expect(valueOf(await vault.read('packs', 'b'))).toEqual([bytes()])
    expect(valueOf(await vault.read('packs', 'c'))).toEqual([bytes(7)])
    vault.close()
  })

  test('a lost connection is opened again', async () => {
    const indexedDB = new IDBFactory()
    const connections: IDBDatabase[] = []
    const open = indexedDB.open.bind(indexedDB)
    indexedDB.open = (...args: Parameters<typeof open>) => {
      const request = open(...args)
      request.addEventListener('success', () => connections.push(request.result))
      return request
    }
    const vault = openIndexed(indexedDB)
    await vault.commit([put('a', 1)])
    for (const connection of connections) connection.close()
    expect(valueOf(await vault.read('packs', 'a'))).toEqual([bytes(1)])
    expect((await vault.commit([put('b', 2)])).ok).toBe(true)
    vault.close()
  })

  test('lets a newer version have the database, and says so', async () => {
    const indexedDB = new IDBFactory()
    let superseded = 0
    const vault = openIndexed(indexedDB, () => superseded++)
    await vault.commit([put('a', 1)])
    const newer = new Dexie(DATABASE, { indexedDB, IDBKeyRange })
    SCHEMAS.forEach((tables, i) => {
      newer.version(i + 1).stores(Object.fromEntries(tables.map((name) => [name, '[id+copy]'])))
    })
    newer.version(SCHEMAS.length + 1).stores({ extra: 'id' })
    await newer.open()
    expect(superseded).toBe(1)
    expect(await newer.table('packs').count()).toBe(1)
    expect(await vault.read('packs', 'a')).toEqual({ ok: false, error: { kind: 'broken' } })
    newer.close()
  })

  test('a full disk is told apart from a broken one', async () => {
    const indexedDB = new IDBFactory()
    const vault = openIndexed(indexedDB)
    await vault.commit([put('a', 1)])
    const { prototype } = (await import('fake-indexeddb')).IDBObjectStore
    const original = prototype.put
    prototype.put = () => {
      throw new DOMException('full', 'QuotaExceededError')
    }
    try {
      expect(await vault.commit([put('b', 1)])).toEqual({ ok: false, error: { kind: 'full' } })
    } finally {
      prototype.put = original
    }
    expect(valueOf(await vault.ids('packs'))).toEqual(['a'])
    vault.close()
  })
})

describe('migrations', () => {
  test.each(SCHEMAS.map((_, index) => index + 1))(
    'a database of version %i opens with all its entries',
    async (version) => {
      const indexedDB = new IDBFactory()
      const old = new Dexie(DATABASE, { indexedDB, IDBKeyRange })
      for (let each = 1; each <= version; each++) {
        old
          .version(each)
          .stores(Object.fromEntries(SCHEMAS[each - 1]!.map((name) => [name, '[id+copy]'])))
      }
      await old.open()
      for (const table of SCHEMAS[version - 1]!) {
        await old.table(table).put({ id: table, copy: 0, bytes: bytes(version).buffer })
      }
      old.close()
      const vault = openIndexed(indexedDB)
      for (const table of SCHEMAS[version - 1]!) {
        expect(valueOf(await vault.read(table, table))).toEqual([bytes(version)])
      }
      vault.close()
    },
  )

  test('an older app still opens what a newer one left', async () => {
    const indexedDB = new IDBFactory()
    const newer = new Dexie(DATABASE, { indexedDB, IDBKeyRange })
    SCHEMAS.forEach((tables, i) => {
      newer.version(i + 1).stores(Object.fromEntries(tables.map((name) => [name, '[id+copy]'])))
    })
    newer.version(SCHEMAS.length + 1).stores({ extra: 'id' })
    await newer.open()
    await newer.table('packs').put({ id: 'a', copy: 0, bytes: bytes(5).buffer })
    newer.close()
    const vault = openIndexed(indexedDB)
    expect(valueOf(await vault.read('packs', 'a'))).toEqual([bytes(5)])
    vault.close()
  })
})
