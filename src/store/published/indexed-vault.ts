// The vault in IndexedDB, by its own interface: a cold start waits for this file, and four plain operations don't need a
// library. Every table has the same plain rows, so a migration has nothing to convert: what bytes mean is decided when they
// are read. Lost connections are reopened once; a newer version in another tab gets its way.
import type { Bytes } from '../../base/bytes.ts'
import { err, ok } from '../../base/result.ts'
import type { Result } from '../../base/result.ts'
import { TABLES } from '../../sync/pull/ports.ts'
import type { Entry, StorageFailure, Table, Vault, Write } from '../../sync/pull/ports.ts'

export const DATABASE = 'iltod-published'
/** One entry a released version, never changed afterwards; tests open each older one with the newest. */
export const SCHEMAS: readonly (readonly Table[])[] = [TABLES]
/** Counted in tens, as the first builds did. */
const VERSION = 10 * SCHEMAS.length

interface Row {
  readonly id: string
  /** 0 or 1: the same bytes may lie twice. */
  readonly copy: number
  /** As received. Whole in a row, because a partial view would store its whole buffer. */
  readonly bytes: ArrayBuffer
}

export interface IndexedVaultDeps {
  /** Another tab wants a newer version: this one has let go and should be reloaded. */
  readonly onSuperseded: () => void
  readonly name?: string
  /** For tests; the browser's own otherwise. */
  readonly indexedDB?: IDBFactory
}

const nameOf = (error: unknown): string => String((error as { name?: unknown } | null)?.name)

const answerOf = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('no answer'))
  })

const endOf = (transaction: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error ?? new Error('aborted'))
  })

const addTables = (database: IDBDatabase): void => {
  for (const table of new Set(SCHEMAS.flat())) {
    if (!database.objectStoreNames.contains(table))
      database.createObjectStore(table, { keyPath: ['id', 'copy'] })
  }
}

/** What a newer build of the app left here is opened as it is: it has all tables of this one. */
const openDatabase = async (factory: IDBFactory, name: string): Promise<IDBDatabase> => {
  const request = factory.open(name, VERSION)
  request.onupgradeneeded = () => addTables(request.result)
  try {
    return await answerOf(request)
  } catch (error) {
    if (nameOf(error) !== 'VersionError') throw error
    return answerOf(factory.open(name))
  }
}

/** Whatever lies in a row: damaged storage may give back anything. */
const bytesOf = (row: unknown): Bytes => {
  const bytes: unknown = (row as Partial<Row> | undefined)?.bytes
  if (bytes instanceof ArrayBuffer) return new Uint8Array(bytes)
  return ArrayBuffer.isView(bytes)
    ? new Uint8Array(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength).slice()
    : new Uint8Array(0)
}

const ownBuffer = (bytes: Bytes): ArrayBuffer =>
  bytes.byteLength === bytes.buffer.byteLength ? bytes.buffer : bytes.slice().buffer

const failureOf = (error: unknown): StorageFailure => ({
  kind: nameOf(error) === 'QuotaExceededError' ? 'full' : 'broken',
})

/** Browsers drop connections (memory pressure, a restarted storage process): the next try opens anew. */
const isLost = (error: unknown): boolean =>
  ['InvalidStateError', 'UnknownError', 'AbortError'].includes(nameOf(error))

const write = (store: IDBObjectStore, { id, bytes, copies }: Write): void => {
  if (!bytes || copies !== 2) store.delete([id, 1])
  if (!bytes) {
    store.delete([id, 0])
    return
  }
  const row: Row = { id, copy: 0, bytes: ownBuffer(bytes) }
  store.put(row)
  if (copies === 2) store.put({ ...row, copy: 1 })
}

/** Resolves once all of it is stored; a write that throws takes the others back. */
const writeAll = async (database: IDBDatabase, writes: readonly Write[]): Promise<void> => {
  const tables = [...new Set(writes.map(({ table }) => table))]
  const transaction = database.transaction(tables, 'readwrite')
  const ended = endOf(transaction)
  try {
    for (const one of writes) write(transaction.objectStore(one.table), one)
  } catch (error) {
    ended.catch(() => undefined)
    transaction.abort()
    throw error
  }
  await ended
}

/** One open connection at a time, opened when it is first needed and again after it was lost. */
const createConnection = (deps: IndexedVaultDeps) => {
  let opening: Promise<IDBDatabase> | null = null
  let closed = false

  const letGo = () => {
    opening?.then(
      (database) => database.close(),
      () => undefined,
    )
    opening = null
  }
  const open = async (): Promise<IDBDatabase> => {
    const database = await openDatabase(deps.indexedDB ?? indexedDB, deps.name ?? DATABASE)
    database.onclose = letGo
    database.onversionchange = () => {
      closed = true
      database.close()
      deps.onSuperseded()
    }
    if (closed) database.close()
    return database
  }
  return {
    get: (): Promise<IDBDatabase> => {
      if (closed) return Promise.reject(new Error('closed'))
      opening ??= open()
      return opening
    },
    isClosed: () => closed,
    letGo,
    close: () => {
      closed = true
      letGo()
    },
  }
}

export const createIndexedVault = (deps: IndexedVaultDeps): Vault => {
  const connection = createConnection(deps)

  const attempt = async <T>(
    action: (database: IDBDatabase) => Promise<T>,
  ): Promise<Result<T, StorageFailure>> => {
    for (let tries = 0; ; tries++) {
      try {
        return ok(await action(await connection.get()))
      } catch (error) {
        if (connection.isClosed() || tries > 0 || !isLost(error)) return err(failureOf(error))
        connection.letGo()
      }
    }
  }
  const inTable = <T>(table: Table, ask: (store: IDBObjectStore) => Promise<T>) =>
    attempt((database) => ask(database.transaction(table).objectStore(table)))

  return {
    ids: (table) =>
      inTable(table, async (store) => {
        const keys = (await answerOf(store.getAllKeys())) as [string, number][]
        return [...new Set(keys.map(([id]) => id))]
      }),
    all: (table) =>
      inTable(table, async (store) => {
        const rows = (await answerOf(store.getAll())) as Row[]
        return rows.map((row): Entry => ({ id: row.id, bytes: bytesOf(row) }))
      }),
    read: (table, id) =>
      inTable(table, async (store) => {
        const copies = [0, 1].map((copy) => answerOf<unknown>(store.get([id, copy])))
        return (await Promise.all(copies)).filter((row) => row !== undefined).map(bytesOf)
      }),
    commit: async (writes) =>
      writes.length === 0 ? ok(undefined) : attempt((database) => writeAll(database, writes)),
    close: connection.close,
  }
}
