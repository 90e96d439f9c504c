// An IndexedDB as text and back: stores with their indexes, rows with their bytes and keys, under the version number it had.
import { webcrypto } from 'node:crypto'

interface StoredIndex {
  readonly name: string
  readonly keyPath: string
  readonly unique: boolean
}

interface StoredTable {
  readonly name: string
  readonly keyPath: string | string[]
  readonly autoIncrement: boolean
  readonly indexes: readonly StoredIndex[]
  readonly rows: readonly unknown[]
}

export interface StoredDatabase {
  readonly version: number
  readonly tables: readonly StoredTable[]
}

const P256 = { name: 'ECDSA', namedCurve: 'P-256' } as const

const toText = async (value: unknown): Promise<unknown> => {
  if (value instanceof ArrayBuffer) return { $bytes: Buffer.from(value).toString('base64') }
  if (value instanceof CryptoKey) return { $key: await webcrypto.subtle.exportKey('jwk', value) }
  if (Array.isArray(value)) return Promise.all(value.map(toText))
  if (typeof value !== 'object' || value === null) return value
  const entries = await Promise.all(
    Object.entries(value).map(async ([name, inner]) => [name, await toText(inner)] as const),
  )
  return Object.fromEntries(entries)
}

const fromText = async (value: unknown): Promise<unknown> => {
  if (Array.isArray(value)) return Promise.all(value.map(fromText))
  if (typeof value !== 'object' || value === null) return value
  const { $bytes, $key } = value as { $bytes?: string; $key?: webcrypto.JsonWebKey }
  if ($bytes !== undefined) return Uint8Array.from(Buffer.from($bytes, 'base64')).buffer
  // As the app makes it: it can sign, but not leave.
  if ($key) return webcrypto.subtle.importKey('jwk', { ...$key, ext: true }, P256, false, ['sign'])
  const entries = await Promise.all(
    Object.entries(value).map(async ([name, inner]) => [name, await fromText(inner)] as const),
  )
  return Object.fromEntries(entries)
}

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => {
      resolve(request.result)
    }
    request.onerror = () => {
      reject(request.error ?? new Error('IndexedDB'))
    }
  })

const readTable = async (store: IDBObjectStore): Promise<StoredTable> => ({
  name: store.name,
  keyPath: store.keyPath ?? '',
  autoIncrement: store.autoIncrement,
  indexes: [...store.indexNames].map((name) => {
    const { keyPath, unique } = store.index(name)
    return { name, keyPath: keyPath as string, unique }
  }),
  rows: await done(store.getAll()),
})

export const exportDatabase = async (
  factory: IDBFactory,
  name: string,
): Promise<StoredDatabase> => {
  const db = await done(factory.open(name))
  const names = [...db.objectStoreNames]
  const tx = db.transaction(names)
  const tables = await Promise.all(names.map((table) => readTable(tx.objectStore(table))))
  const { version } = db
  db.close()
  return { version, tables: (await toText(tables)) as StoredTable[] }
}

/** The database as that release left it; nothing of today's code has seen it. */
export const importDatabase = async (
  factory: IDBFactory,
  name: string,
  { version, tables }: StoredDatabase,
): Promise<void> => {
  const whole = (await fromText(tables)) as StoredTable[]
  const opening = factory.open(name, version)
  opening.onupgradeneeded = () => {
    for (const { name: table, keyPath, autoIncrement, indexes, rows } of whole) {
      const store = opening.result.createObjectStore(table, { keyPath, autoIncrement })
      for (const index of indexes)
        store.createIndex(index.name, index.keyPath, { unique: index.unique })
      for (const row of rows) store.put(row)
    }
  }
  const db = await done(opening)
  db.close()
}
