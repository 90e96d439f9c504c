// Clips of a reader's voice, in a database of their own: they can be recorded again, what lies in the outbox can't, and mending
// one must not touch the other. Strict durability: "saved" is said after the commit.
import Dexie, { type DexieOptions, type EntityTable } from 'dexie'

export const VOICE_DATABASE = 'iltod-voice'

/** One word as somebody spoke it. */
export interface VoiceClip {
  /** The word's name in the locales. */
  readonly key: string
  readonly type: string
  /** ArrayBuffer, because WebKit has lost blobs. */
  readonly bytes: ArrayBuffer
  readonly durationMs: number
  readonly recordedMs: number
}

export class VoiceDatabase extends Dexie {
  declare readonly clips: EntityTable<VoiceClip, 'key'>

  constructor(name: string, options: DexieOptions = {}) {
    super(name, { chromeTransactionDurability: 'strict', ...options })
    // What there is, and of which type, is read from the index: the clips themselves are megabytes.
    this.version(1).stores({ clips: 'key, [key+type]' })
  }
}
