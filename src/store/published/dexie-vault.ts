// The vault in IndexedDB. Every table has the same plain rows, so a migration has nothing to convert: what bytes mean is
// decided when they are read. Lost connections are reopened once; a newer version in another tab gets its way.
import { Dexie } from 'dexie'
import type { Table as DexieTable, Transaction } from 'dexie'
import type { Bytes } from '../../base/bytes.ts'
import { err, ok } from '../../base/result.ts'
import type { Result } from '../../base/result.ts'
import { TABLES } from '../../sync/pull/ports.ts'
import type { Entry, StorageFailure, Table, Vault, Write } from '../../sync/pull/ports.ts'

export const DATABASE = 'iltod-published'

interface Row {
  readonly id: string
  /** 0 or 1: the same bytes may lie twice. */
  readonly copy: number
  /** As received. Whole in a row, because a partial view would store its whole buffer. */
  readonly bytes: ArrayBuffer
}
type Rows = DexieTable<Row, [string, number]>

/** One entry a released version, never changed afterwards; tests open each older one with the newest. */
export const SCHEMAS: readonly (readonly Table[])[] = [TABLES]

export interface DexieVaultDeps {
  /** Another tab wants a newer version: this one has let go and should be reloaded. */
  readonly onSuperseded: () => void
  readonly name?: string
  /** For tests; the browser's own otherwise. */
  readonly indexedDB?: IDBFactory
  readonly IDBKeyRange?: typeof IDBKeyRange
}

const openSchemas = (database: Dexie, schemas: readonly (readonly string[])[]): void => {
  schemas.forEach((tables, index) => {
    database
      .version(index + 1)
      .stores(Object.fromEntries(tables.map((table) => [table, '[id+copy]'])))
  })
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

const failureOf = (error: unknown): StorageFailure => {
  const names = [error, (error as { inner?: unknown } | null)?.inner].map(
    (each) => (each as { name?: unknown } | null)?.name,
  )
  return { kind: names.includes('QuotaExceededError') ? 'full' : 'broken' }
}

const rowsOf = ({ id, bytes, copies }: Write): readonly Row[] => {
  if (!bytes) return []
  const row = { id, copy: 0, bytes: ownBuffer(bytes) }
  return copies === 2 ? [row, { ...row, copy: 1 }] : [row]
}

const keysGone = ({ id, bytes, copies }: Write): readonly [string, number][] => {
  if (!bytes)
    return [
      [id, 0],
      [id, 1],
    ]
  return copies === 2 ? [] : [[id, 1]]
}

/** Two requests a table, because a phone's storage answers each one slowly. A later write to the same entry counts. */
const writeAll = async (transaction: Transaction, writes: readonly Write[]): Promise<void> => {
  const last = new Map(writes.map((write) => [`${write.table} ${write.id}`, write]))
  for (const name of new Set(writes.map(({ table }) => table))) {
    const table = transaction.table<Row, [string, number]>(name)
    const own = [...last.values()].filter((write) => write.table === name)
    await table.bulkDelete(own.flatMap(keysGone))
    await table.bulkPut(own.flatMap(rowsOf))
  }
}

/** Browsers drop connections (memory pressure, a restarted storage process): the next try opens anew. */
const isLost = (error: unknown): boolean =>
  ['DatabaseClosedError', 'InvalidStateError', 'UnknownError', 'AbortError'].includes(
    String((error as { name?: unknown } | null)?.name),
  )

export const createDexieVault = (deps: DexieVaultDeps): Vault => {
  const { indexedDB, IDBKeyRange } = deps
  const database = new Dexie(deps.name ?? DATABASE, {
    ...(indexedDB ? { indexedDB } : {}),
    ...(IDBKeyRange ? { IDBKeyRange } : {}),
  })
  openSchemas(database, SCHEMAS)
  let closed = false
  database.on('versionchange', () => {
    closed = true
    database.close()
    deps.onSuperseded()
    return false
  })

  const attempt = async <T>(action: () => Promise<T>): Promise<Result<T, StorageFailure>> => {
    for (let tries = 0; ; tries++) {
      try {
        if (!closed && !database.isOpen()) await database.open()
        return ok(await action())
      } catch (error) {
        if (closed || tries > 0 || !isLost(error)) return err(failureOf(error))
        database.close({ disableAutoOpen: false })
      }
    }
  }

  const rows = (table: Table): Rows => database.table<Row, [string, number]>(table)
  return {
    ids: (table) =>
      attempt(async () => {
        const keys = await rows(table).toCollection().primaryKeys()
        return [...new Set(keys.map(([id]) => id))]
      }),
    all: (table) =>
      attempt(async () => {
        const found = await rows(table).toArray()
        return found.map((row): Entry => ({ id: row.id, bytes: bytesOf(row) }))
      }),
    read: (table, id) =>
      attempt(async () => {
        const found = await rows(table).bulkGet([
          [id, 0],
          [id, 1],
        ])
        return found.filter((row) => row !== undefined).map(bytesOf)
      }),
    commit: async (writes) =>
      writes.length === 0
        ? ok(undefined)
        : attempt(() =>
            database.transaction(
              'rw',
              [...new Set(writes.map(({ table }) => table))],
              (transaction) => writeAll(transaction, writes),
            ),
          ),
    close: () => {
      closed = true
      database.close()
    },
  }
}
