// The attachments of the form that is being opened, with those that its draft has already.
import type { Capture } from '../platform/capture.ts'
import { Attachments } from './attachments.svelte.ts'
import type { OutboxState } from './outbox.svelte.ts'
import type { QuestionForm } from './question-form.svelte.ts'
import type { Update } from './update.svelte.ts'

export interface AttachmentParts {
  readonly outbox: OutboxState
  readonly openCapture: () => Promise<Capture>
  readonly update: Pick<Update, 'hold'>
}

/** Null where nothing is stored, and where the code that captures can't be loaded now. */
export const openAttachments = async (
  { outbox, openCapture, update }: AttachmentParts,
  form: QuestionForm,
): Promise<Attachments | null> => {
  const { media: desk } = await outbox.opened()
  if (!desk) return null
  const capture = await openCapture().catch(() => null)
  if (!capture) return null
  await form.resumed
  const attachments = new Attachments({ desk, capture, draft: form.openDraft, hold: update.hold })
  void attachments.restore(form.kept)
  form.attachments = attachments
  return attachments
}
