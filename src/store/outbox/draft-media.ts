// Attachments of a draft: named by its row from the moment they are whole, after any restart, taken over by the item that the draft
// becomes (OUT-29). The row with its changes is pure; the rest is to be called within a transaction.
import type { CopiedMedium } from '../../domain/event/item.ts'
import type { DraftRow } from '../../sync/outbox/ports.ts'
import type { OutboxDatabase } from './database.ts'

type Media = readonly CopiedMedium[]

export const mediaOf = ({ copy }: DraftRow): Media => copy.attachments ?? []

const withMedia = ({ copy, ...row }: DraftRow, attachments: Media): DraftRow => ({
  ...row,
  copy: { ...copy, attachments },
})

export const withMedium = (row: DraftRow, medium: CopiedMedium): DraftRow =>
  withMedia(row, [...mediaOf(row), medium])

export const withoutMedium = (row: DraftRow, sha256: string): DraftRow =>
  withMedia(
    row,
    mediaOf(row).filter((medium) => medium.sha256 !== sha256),
  )

/** What is written anew says nothing of attachments: those stay that are named. */
export const rewritten = (before: DraftRow | undefined, draft: DraftRow): DraftRow =>
  before && !draft.copy.attachments && before.copy.attachments
    ? withMedia(draft, before.copy.attachments)
    : draft

/** Null: nothing is left of it. What was attached elsewhere and is not in the item that was saved is in no other place. */
export const afterSave = (row: DraftRow, saved: Media): DraftRow | null => {
  const left = mediaOf(row).filter(({ sha256 }) => !saved.some((one) => one.sha256 === sha256))
  return left.length === 0 ? null : withMedia({ ...row, copy: { ...row.copy, text: '' } }, left)
}

class DraftGone extends Error {}

/** Throws where there is no such draft (any more). */
export const nameInDraft = async (
  db: OutboxDatabase,
  draft: string,
  medium: CopiedMedium,
): Promise<void> => {
  const row = await db.drafts.get(draft)
  if (!row) throw new DraftGone()
  await db.drafts.put(withMedium(row, medium))
}

export const takeFromDrafts = async (db: OutboxDatabase, sha256: string): Promise<void> => {
  for (const row of await db.drafts.toArray())
    if (mediaOf(row).some((medium) => medium.sha256 === sha256))
      await db.drafts.put(withoutMedium(row, sha256))
}

export const closeDraft = async (
  db: OutboxDatabase,
  draft: string,
  saved: Media,
): Promise<void> => {
  const row = await db.drafts.get(draft)
  const left = row && afterSave(row, saved)
  if (left) await db.drafts.put(left)
  else await db.drafts.delete(draft)
}

export const putDraft = async (db: OutboxDatabase, draft: DraftRow): Promise<void> => {
  await db.drafts.put(rewritten(await db.drafts.get(draft.id), draft))
}

export const namedByDrafts = async (db: OutboxDatabase): Promise<ReadonlySet<string>> =>
  new Set((await db.drafts.toArray()).flatMap((row) => mediaOf(row).map(({ sha256 }) => sha256)))
