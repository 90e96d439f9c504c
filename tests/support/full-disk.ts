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

/** One put: the `nth` of its table, the `count`th of all, both from 1. */
export interface PutOf {
  readonly table: string
  readonly nth: number
  readonly count: number
}

export interface FullDisk {
  /** Puts so far, refused ones among them. */
  readonly puts: () => number
}

/** `refuses` is asked at each put; it is asked no more once the reserve went, if that helps. */
export const fillDisk = (
  way: FullWay,
  refuses: (put: PutOf) => boolean,
  reserveHelps = false,
): FullDisk => {
  const nths = new Map<string, number>()
  let count = 0
  let freed = false
  const refusing = (write: unknown): Write =>
    function (this: IDBObjectStore, ...args) {
      const nth = (nths.get(this.name) ?? 0) + 1
      nths.set(this.name, nth)
      count += 1
      const refused = !freed && refuses({ table: this.name, nth, count })
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
  return { puts: () => count }
}

export const emptyDisk = (): void => {
  Object.assign(IDBObjectStore.prototype, { put, add, delete: remove, clear })
}
