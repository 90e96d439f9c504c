// What runs inside a page of the app that will be killed: a hand that writes question after question by the screen's own fields and
// buttons, and ears at IndexedDB that tell what was begun and what is through. Everything goes out of the browser at once.
import type { BrowserContext, Page } from '@playwright/test'

/** One word of the page, in the order it happened. */
export type Told =
  /** The button was pressed for this text. */
  | { readonly kind: 'pressed'; readonly text: string }
  /** The first row of an item was handed to the database. */
  | { readonly kind: 'begun'; readonly id: string; readonly hash: string }
  /** The transaction of that item completed. */
  | { readonly kind: 'committed'; readonly id: string }
  /** The screen called it saved and shows its claim code. */
  | { readonly kind: 'shown'; readonly text: string; readonly code: string }
  /** Of a writing transaction of the outbox, read from the connection in use. */
  | { readonly kind: 'durability'; readonly value: string }

export interface HeardTold {
  readonly told: Told
  readonly atMs: number
}

interface TellingWindow {
  tellTest: (told: Told) => Promise<void>
}

/** Runs in the page before the app does. */
const listenInPage = (database: string): void => {
  const tell = (told: Told) => void (window as unknown as TellingWindow).tellTest(told)
  const { transaction } = IDBDatabase.prototype
  IDBDatabase.prototype.transaction = function (this: IDBDatabase, ...args) {
    const opened = transaction.apply(this, args)
    if (this.name === database && opened.mode === 'readwrite')
      tell({ kind: 'durability', value: opened.durability })
    return opened
  }
  const { add } = IDBObjectStore.prototype
  IDBObjectStore.prototype.add = function (this: IDBObjectStore, ...args) {
    if (this.transaction.db.name === database && this.name === 'items') {
      const { id, hash } = args[0] as { id: string; hash: string }
      tell({ kind: 'begun', id, hash })
      this.transaction.addEventListener('complete', () => {
        tell({ kind: 'committed', id })
      })
    }
    return add.apply(this, args)
  }
}

/** Calls `hear` with each word of any page of this context, from the next page load on. */
export const listenTo = async (
  context: BrowserContext,
  hear: (heard: HeardTold) => void,
): Promise<void> => {
  await context.exposeBinding('tellTest', (_source, told: Told) => {
    hear({ told, atMs: performance.now() })
  })
  await context.addInitScript(listenInPage, 'iltod-outbox')
}

/** Runs in the page, on the list of questions, and never ends: only the plug ends it. */
const writeInPage = async (life: string): Promise<void> => {
  const tell = (told: Told) => (window as unknown as TellingWindow).tellTest(told)
  const seen = <E extends Element>(selector: string): Promise<E> =>
    new Promise((found) => {
      const look = () => {
        const element = document.querySelector<E>(selector)
        if (!element) return
        watching.disconnect()
        found(element)
      }
      const watching = new MutationObserver(look)
      watching.observe(document, { subtree: true, childList: true, attributes: true })
      look()
    })
  for (let n = 1; ; n++) {
    const text = `${life} 第${n}问`
    ;(await seen<HTMLElement>('main a[href="/ask"]')).click()
    const box = await seen<HTMLTextAreaElement>('textarea#question')
    box.value = text
    box.dispatchEvent(new Event('input', { bubbles: true }))
    // A draft of every second one lies there already: it must go with the save, or stay without it.
    if (n % 2 === 0) box.dispatchEvent(new Event('blur'))
    const button = await seen<HTMLElement>('button[type="submit"]:not([disabled])')
    void tell({ kind: 'pressed', text })
    button.click()
    const code = (await seen<HTMLElement>('.code')).innerText.replace(/\D/g, '')
    await tell({ kind: 'shown', text, code })
    ;(await seen<HTMLElement>('main a[href="/questions"]')).click()
  }
}

/** The page must show the list of questions. */
export const startWriting = (page: Page, life: string): void => {
  page.evaluate(writeInPage, life).catch(() => undefined) // the plug was pulled
}

export interface KeptItem {
  readonly id: string
  readonly hash: string
  /** Base64; null when there is none. */
  readonly parcel: string | null
  readonly copy: { readonly text: string; readonly claimCode: string } | null
  readonly receipt: { readonly number: number } | null
}

export interface KeptOutbox {
  readonly items: readonly KeptItem[]
  /** Ids of parcels and copies that belong to no item. */
  readonly strays: readonly string[]
  readonly drafts: readonly string[]
}

/** Runs in the page: one transaction over everything, past the app. */
const readInPage = async (database: string): Promise<KeptOutbox> => {
  const ask = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((done, fail) => {
      request.onsuccess = () => done(request.result)
      request.onerror = () => fail(request.error!)
    })
  const base64 = (bytes: ArrayBuffer) =>
    btoa(Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join(''))
  const db = await ask(indexedDB.open(database))
  const names = ['items', 'parcels', 'copies', 'receipts', 'drafts'] as const
  const lacking = names.filter((name) => !db.objectStoreNames.contains(name))
  if (lacking.length > 0) {
    const here = (await indexedDB.databases()).map(({ name, version }) => `${name} ${version}`)
    db.close()
    throw new Error(
      `${database} has no ${lacking.join(', ')}. Here: ${here.join(', ')}. ${document.cookie}`,
    )
  }
  const reading = db.transaction(names)
  const [items, parcels, copies, receipts, drafts] = await Promise.all(
    names.map((name) => ask<unknown[]>(reading.objectStore(name).getAll())),
  )
  db.close()
  const byId = <T extends { id: string }>(rows: readonly unknown[] | undefined) =>
    new Map((rows as T[]).map((row) => [row.id, row]))
  const parcelOf = byId<{ id: string; bytes: ArrayBuffer }>(parcels)
  const copyOf = byId<{ id: string; copy: NonNullable<KeptItem['copy']> }>(copies)
  const receiptOf = byId<{ id: string; number: number }>(receipts)
  const known = new Set((items as { id: string }[]).map(({ id }) => id))
  return {
    items: (items as { id: string; hash: string }[]).map(({ id, hash }) => {
      const parcel = parcelOf.get(id)
      const copy = copyOf.get(id)?.copy
      const receipt = receiptOf.get(id)
      return {
        id,
        hash,
        parcel: parcel ? base64(parcel.bytes) : null,
        copy: copy ? { text: copy.text, claimCode: copy.claimCode } : null,
        receipt: receipt ? { number: receipt.number } : null,
      }
    }),
    strays: [...parcelOf.keys(), ...copyOf.keys()].filter((id) => !known.has(id)),
    drafts: (drafts as { copy: { text: string } }[]).map(({ copy }) => copy.text),
  }
}

export const readOutbox = (page: Page): Promise<KeptOutbox> =>
  page.evaluate(readInPage, 'iltod-outbox')
