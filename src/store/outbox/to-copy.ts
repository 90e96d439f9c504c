// What a person wrote, as the readable copy that is kept of it.
import type { ItemCopy } from '../../domain/event/item.ts'
import type { AskInput, BoardInput, DraftInput, WordInput } from './outbox.ts'

export type WrittenCopy = Omit<ItemCopy, 'claimCode'>

export const toCopy = (input: AskInput | DraftInput): WrittenCopy => {
  const { site, programme, year, text } = input
  const attachments = 'attachments' in input ? (input.attachments ?? []) : []
  return {
    kind: 'question',
    site,
    programme: programme ?? null,
    year: year ?? null,
    text,
    ...(attachments.length > 0 ? { attachments } : {}),
  }
}

export const toBoardCopy = ({ board, attachments = [] }: BoardInput): WrittenCopy => ({
  kind: 'board-posted',
  site: board.site,
  programme: null,
  year: null,
  text: '',
  board,
  ...(attachments.length > 0 ? { attachments } : {}),
})

export const toWordCopy = ({ key, language, text }: WordInput): WrittenCopy => ({
  kind: 'translation',
  site: '',
  programme: null,
  year: null,
  text,
  word: { key, language },
})
