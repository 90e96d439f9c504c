// An outbox without keys, seals or network: what is asked stays in memory and waits.
import { err, ok } from '../../src/base/result.ts'
import type { Item } from '../../src/domain/event/item.ts'
import { toBoardCopy } from '../../src/store/outbox/to-copy.ts'
import type { AskInput, Outbox, WordInput } from '../../src/store/outbox/outbox.ts'
import type { Lost } from '../../src/sync/outbox/trace.ts'

export interface MemoryOutbox extends Outbox {
  readonly asked: readonly AskInput[]
  readonly proposed: readonly WordInput[]
  /** Exchanges what the outbox shows and tells everybody. */
  readonly show: (items: readonly Item[]) => void
  /** The browser has cleared everything. */
  readonly lose: (lost: Lost | null) => void
}

export const makeItem = (change: Partial<Item> = {}): Item => ({
  id: '01930000-0000-7000-8000-000000000001',
  state: 'waiting',
  next: { kind: 'sends-by-itself' },
  copy: {
    kind: 'question',
    site: '152223105201',
    programme: null,
    year: null,
    text: '今年的地亩为什么少了？',
    claimCode: '0123456789012347',
  },
  savedMs: 1_760_000_000_000,
  receipt: null,
  answers: [],
  media: [],
  ...change,
})

export const createMemoryOutbox = (): MemoryOutbox => {
  const listeners = new Set<(items: readonly Item[]) => void>()
  const lostListeners = new Set<(lost: Lost | null) => void>()
  const lose = (lost: Lost | null) => {
    for (const listener of lostListeners) listener(lost)
  }
  const asked: AskInput[] = []
  const proposed: WordInput[] = []
  let items: readonly Item[] = []
  let count = 0
  const show = (next: readonly Item[]) => {
    items = next
    for (const listener of listeners) listener(items)
  }
  const add = (state: Item['state'], input: AskInput, known?: string): string => {
    const id = known ?? `01930000-0000-7000-8000-${String(++count).padStart(12, '0')}`
    const copy = {
      kind: 'question' as const,
      site: input.site,
      programme: input.programme ?? null,
      year: input.year ?? null,
      text: input.text,
      claimCode: state === 'draft' ? '' : '0123456789012347',
      attachments: input.attachments ?? [],
    }
    const next =
      state === 'draft'
        ? ({ kind: 'finish-writing' } as const)
        : ({ kind: 'sends-by-itself' } as const)
    show([makeItem({ id, state, next, copy }), ...items])
    return id
  }
  const without = (id: string | undefined) => items.filter((item) => item.id !== id)
  return {
    asked,
    proposed,
    show,
    ask: async (input) => {
      if (input.text === '') return err({ kind: 'text-empty' })
      asked.push(input)
      items = without(input.draft)
      return ok({ id: add('waiting', input), claimCode: '0123456789012347' })
    },
    tellBoard: async ({ board }) => {
      const id = `01930000-0000-7000-8000-${String(++count).padStart(12, '0')}`
      const copy = { ...toBoardCopy({ board }), claimCode: '0123456789012347' }
      show([makeItem({ id, state: 'waiting', next: { kind: 'sends-by-itself' }, copy }), ...items])
      return ok({ id, claimCode: copy.claimCode })
    },
    proposeWord: async (word) => {
      if (word.text === '') return err({ kind: 'text-empty' })
      proposed.push(word)
      return ok({
        id: add('waiting', { site: '', text: word.text }),
        claimCode: '0123456789012347',
      })
    },
    items: async () => items,
    subscribe: (listener) => {
      listeners.add(listener)
      listener(items)
      return () => listeners.delete(listener)
    },
    saveDraft: async (draft) => {
      const before = items.find((item) => item.id === draft.id)
      items = without(draft.id)
      const attachments = before?.copy?.attachments ?? []
      return ok({ id: add('draft', { ...draft, attachments }, draft.id) })
    },
    sendNow: async () => undefined,
    remove: async (id) => show(without(id)),
    sendAsNew: async () => null,
    lookUp: async () => ok({ state: 'unknown', day: null }),
    sendUnsaved: async () => err({ kind: 'no-network' }),
    media: null,
    network: null,
    exportUnsent: async () => null,
    importUnsent: async () => err({ kind: 'not-ours' }),
    watchLost: (listener) => {
      lostListeners.add(listener)
      listener(null)
      return () => lostListeners.delete(listener)
    },
    dismissLost: () => lose(null),
    lose,
    close: () => listeners.clear(),
  }
}
