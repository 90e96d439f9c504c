// The attachments of the form that is being opened. They outlive its screen: whoever leaves it by mistake finds them again.
import type { Capture } from '../platform/capture.ts'
import { Attachments } from './attachments.svelte.ts'
import type { OutboxState } from './outbox.svelte.ts'
import type { Update } from './update.svelte.ts'

/** Null where nothing is stored, and where the code that captures can't be loaded now. */
export const openAttachments = async (
  outbox: OutboxState,
  openCapture: () => Promise<Capture>,
  update: Update,
): Promise<Attachments | null> => {
  const { media: desk } = await outbox.opened()
  if (!desk) return null
  const capture = await openCapture().catch(() => null)
  return capture && (outbox.attachments ??= new Attachments({ desk, capture, hold: update.hold }))
}
