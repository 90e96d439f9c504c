// One attachment of a question being written, as its row of the list shows it.
import type { MediumLabel } from '../domain/event/item.ts'
import type { KeptMedium } from '../store/outbox/outbox.ts'
import type { AttachFault } from './attach-fault.ts'
import type { EndCause } from './recording.svelte.ts'

export interface Piece {
  readonly id: number
  readonly kind: MediumLabel['kind']
  readonly step: 'adding' | 'kept' | 'failed'
  /** While adding: of the file as picked. */
  readonly doneBytes: number
  readonly totalBytes: number
  readonly durationMs: number | null
  /** Where an element can show or play it; null for what was not taken. */
  readonly address: string | null
  readonly medium: KeptMedium | null
  readonly fault: AttachFault | null
  /** What ended a recording; null for a file. */
  readonly ended: EndCause | null
  /** Of a draft that was opened again. */
  readonly restored: boolean
}

export const newPiece = (id: number, kind: Piece['kind'], totalBytes: number): Piece => ({
  ...{ id, kind, totalBytes, step: 'adding', doneBytes: 0, durationMs: null },
  ...{ address: null, medium: null, fault: null, ended: null, restored: false },
})
