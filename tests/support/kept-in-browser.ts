// Everything a browser keeps of our origin, laid out as text so that it can be searched: IndexedDB with every value, caches,
// local and session storage, cookies. Bytes come as they are and, where they are gzip, unpacked too.
import { gunzipSync } from 'node:zlib'
import type { BrowserContext, Page } from '@playwright/test'

export interface KeptText {
  readonly where: string
  readonly text: string
}

interface Piece {
  readonly where: string
  readonly text?: string
  readonly base64?: string
}

/** Runs in the page. A key that can't be taken out of the browser gives nothing to search. */
const collectInPage = async (): Promise<Piece[]> => {
  const pieces: Piece[] = []
  const base64 = (bytes: Uint8Array): string => {
    let binary = ''
    for (const byte of bytes) binary += String.fromCharCode(byte)
    return btoa(binary)
  }
  const add = (where: string, value: unknown): void => {
    if (value instanceof ArrayBuffer) pieces.push({ where, base64: base64(new Uint8Array(value)) })
    else if (ArrayBuffer.isView(value)) {
      const { buffer, byteOffset, byteLength } = value
      pieces.push({ where, base64: base64(new Uint8Array(buffer, byteOffset, byteLength)) })
    } else if (value instanceof CryptoKey) pieces.push({ where, text: value.algorithm.name })
    else if (value instanceof Blob) throw new Error(`a blob is kept at ${where}: teach this search`)
    else if (value instanceof Map || value instanceof Set) add(where, [...value])
    else if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) {
        pieces.push({ where, text: key })
        add(`${where}.${key}`, inner)
      }
    } else pieces.push({ where, text: String(value) })
  }
  const ask = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((done, fail) => {
      request.onsuccess = () => done(request.result)
      request.onerror = () => fail(new Error('not read'))
    })
  for (const { name } of await indexedDB.databases()) {
    const db = await ask(indexedDB.open(name!))
    for (const table of db.objectStoreNames) {
      const store = db.transaction(table).objectStore(table)
      const [keys, values] = await Promise.all([ask(store.getAllKeys()), ask(store.getAll())])
      keys.forEach((key, i) => {
        add(`IndexedDB ${name}/${table} key`, key)
        add(`IndexedDB ${name}/${table}`, values[i])
      })
    }
    db.close()
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name)
    for (const request of await cache.keys()) {
      const reply = await cache.match(request)
      add(`cache ${name} address`, request.url)
      add(`cache ${name} ${request.url}`, await reply?.arrayBuffer())
    }
  }
  add('localStorage', Object.fromEntries(Object.entries(localStorage)))
  add('sessionStorage', Object.fromEntries(Object.entries(sessionStorage)))
  return pieces
}

const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b

/** Texts may lie in a database as UTF-8 or as two bytes a letter. */
const textsOf = ({ where, text, base64 }: Piece): KeptText[] => {
  if (base64 === undefined) return [{ where, text: text ?? '' }]
  const bytes = Buffer.from(base64, 'base64')
  const found = [
    { where, text: bytes.toString('utf8') },
    { where, text: bytes.toString('utf16le') },
  ]
  if (isGzip(bytes))
    found.push({ where: `${where} unpacked`, text: gunzipSync(bytes).toString('utf8') })
  return found
}

/** The page must be one of our origin; its databases may be open elsewhere. */
export const keptInBrowser = async (page: Page, context: BrowserContext): Promise<KeptText[]> => {
  const pieces = await page.evaluate(collectInPage)
  const cookies = await context.cookies()
  return [...pieces.flatMap(textsOf), { where: 'cookies', text: JSON.stringify(cookies) }]
}
