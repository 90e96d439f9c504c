// What lies in the phone's database, opened past the app: to look at it, and to flip bits in it.
import type { IDBFactory } from 'fake-indexeddb'
import { DATABASE } from '../../src/store/published/indexed-vault.ts'

export interface StoredRow {
  readonly table: string
  readonly id: string
  readonly copy: number
  readonly bytes: Uint8Array
}

interface Row {
  readonly id: string
  readonly copy: number
  readonly bytes: ArrayBuffer
}

const asPromise = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('request failed'))
  })

const withDatabase = async <T>(
  idb: IDBFactory,
  use: (database: IDBDatabase) => Promise<T>,
): Promise<T> => {
  const database = await asPromise(idb.open(DATABASE))
  try {
    return await use(database)
  } finally {
    database.close()
  }
}

export const readStored = (idb: IDBFactory): Promise<readonly StoredRow[]> =>
  withDatabase(idb, async (database) => {
    const rows: StoredRow[] = []
    for (const table of database.objectStoreNames) {
      const found = await asPromise<Row[]>(
        database.transaction(table).objectStore(table).getAll() as IDBRequest<Row[]>,
      )
      rows.push(...found.map((row) => ({ ...row, table, bytes: new Uint8Array(row.bytes) })))
    }
    return rows
  })

export const writeStored = (idb: IDBFactory, rows: readonly StoredRow[]): Promise<void> =>
  withDatabase(idb, async (database) => {
    for (const { table, id, copy, bytes } of rows) {
      const store = database.transaction(table, 'readwrite').objectStore(table)
      await asPromise(store.put({ id, copy, bytes: bytes.slice().buffer }))
    }
  })

export const flipped = (row: StoredRow, bit: number): StoredRow => {
  const bytes = row.bytes.slice()
  const at = Math.floor(bit / 8) % bytes.length
  bytes[at] = bytes[at]! ^ (1 << (bit % 8))
  return { ...row, bytes }
}

/** Flips a bit in the middle of every row that is chosen; tells how many there were. */
export const flipStored = async (
  idb: IDBFactory,
  isChosen: (row: StoredRow) => boolean,
  at: (row: StoredRow) => number = (row) => row.bytes.length * 4,
): Promise<number> => {
  const rows = (await readStored(idb)).filter(isChosen)
  await writeStored(
    idb,
    rows.map((row) => flipped(row, at(row))),
  )
  return rows.length
}
