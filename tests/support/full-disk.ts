// A disk without room under fake-indexeddb: chosen puts fail with QuotaExceededError, as the request's error or, as Chromium finds
// out, when the transaction would commit.
import { IDBObjectStore } from 'fake-indexeddb'

type Write = (this: IDBObjectStore, ...args: never[]) => IDBRequest
export type FullWay = 'request' | 'commit'

const { put, add, delete: remove, clear } = IDBObjectStore.prototype

/** Of fake-indexeddb: where a transaction whose requests are all done becomes a finished one. */
interface Ending {
  _markFinished: () => void
  readonly _abort: (name: string) => void
}

/** Every request succeeds, and then the commit finds no room. */
const doom = (transaction: IDBTransaction): void => {
  const ending = transaction as unknown as Ending
  const finish = ending._markFinished
  if (Object.hasOwn(ending, '_markFinished')) return
  ending._markFinished = () => {
    ending._markFinished = finish // stays its own property: no transaction is doomed twice
    ending._abort('QuotaExceededError')
  }
}

export interface FullDisk {
  /** Puts so far, refused ones among them. */
  readonly puts: () => number
  /** Name of the table of each, in order. */
  readonly tables: readonly string[]
}

/** `refuses` is asked at each put, numbered from 1; it is asked no more once the reserve went, if that helps. */
export const fillDisk = (
  way: FullWay,
  refuses: (put: number) => boolean,
  reserveHelps = false,
): FullDisk => {
  const tables: string[] = []
  let freed = false
  const refusing = (write: unknown): Write =>
    function (this: IDBObjectStore, ...args) {
      tables.push(this.name)
      const refused = !freed && refuses(tables.length)
      if (refused && way === 'request') throw new DOMException('no room', 'QuotaExceededError')
      if (refused) doom(this.transaction)
      return (write as Write).apply(this, args)
    }
  const freeing = (write: unknown): Write =>
    function (this: IDBObjectStore, ...args) {
      if (this.name === 'reserve' && reserveHelps) freed = true
      return (write as Write).apply(this, args)
    }
  Object.assign(IDBObjectStore.prototype, {
    put: refusing(put),
    add: refusing(add),
    delete: freeing(remove),
    clear: freeing(clear),
  })
  return { puts: () => tables.length, tables }
}

export const emptyDisk = (): void => {
  Object.assign(IDBObjectStore.prototype, { put, add, delete: remove, clear })
}
