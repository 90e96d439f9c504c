// What a person wrote, as the readable copy that is kept of it.
import type { ItemCopy } from '../../domain/event/item.ts'
import type { AskInput, DraftInput } from './outbox.ts'

export type WrittenCopy = Omit<ItemCopy, 'claimCode'>

export const toCopy = ({
  site,
  programme,
  year,
  text,
  attachments,
}: AskInput | DraftInput): WrittenCopy => ({
  kind: 'question',
  site,
  programme: programme ?? null,
  year: year ?? null,
  text,
  ...(attachments && attachments.length > 0 ? { attachments } : {}),
})
