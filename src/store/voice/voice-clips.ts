// The clips of this phone: kept, read, taken in from a file. Opened with the first question.
import type { DexieOptions } from 'dexie'
import { equalBytes } from '../../base/bytes.ts'
import type { Result } from '../../base/result.ts'
import type { StorageFailure } from '../../sync/outbox/ports.ts'
import { tellFailure } from '../tell-failure.ts'
import { VOICE_DATABASE, type VoiceClip, VoiceDatabase } from './database.ts'

export type { StorageFailure, VoiceClip }

export interface ClipName {
  readonly key: string
  readonly type: string
}

export interface TakenIn {
  readonly added: number
  /** The file's was recorded later. */
  readonly replaced: number
  /** The same, byte for byte. */
  readonly known: number
  /** The file's was recorded earlier: this phone's stays. */
  readonly older: number
}

export interface VoiceClips {
  readonly names: () => Promise<Result<readonly ClipName[], StorageFailure>>
  /** In the order of `keys`; null when one of them is not here. */
  readonly read: (
    keys: readonly string[],
  ) => Promise<Result<readonly VoiceClip[] | null, StorageFailure>>
  readonly all: () => Promise<Result<readonly VoiceClip[], StorageFailure>>
  /** Resolves once it is stored; takes the place of an earlier one. */
  readonly keep: (clip: VoiceClip) => Promise<Result<void, StorageFailure>>
  readonly remove: (key: string) => Promise<Result<void, StorageFailure>>
  /** All of them or none. The same file again changes nothing. */
  readonly takeIn: (clips: readonly VoiceClip[]) => Promise<Result<TakenIn, StorageFailure>>
  readonly close: () => void
}

const judge = (clip: VoiceClip, here: VoiceClip | undefined): keyof TakenIn => {
  if (!here) return 'added'
  const same = here.type === clip.type && equalBytes(bytesOf(here), bytesOf(clip))
  if (same) return 'known'
  return clip.recordedMs > here.recordedMs ? 'replaced' : 'older'
}

const bytesOf = ({ bytes }: VoiceClip): Uint8Array => new Uint8Array(bytes)

const takeIn = (db: VoiceDatabase, clips: readonly VoiceClip[]): PromiseLike<TakenIn> =>
  db.transaction('rw', db.clips, async () => {
    const taken = { added: 0, replaced: 0, known: 0, older: 0 }
    for (const clip of clips) {
      const judged = judge(clip, await db.clips.get(clip.key))
      taken[judged] += 1
      if (judged === 'added' || judged === 'replaced') await db.clips.put(clip)
    }
    return taken
  })

const readClips = async (
  db: VoiceDatabase,
  keys: readonly string[],
): Promise<readonly VoiceClip[] | null> => {
  const different = [...new Set(keys)]
  const found = await db.clips.bulkGet(different)
  const clips = new Map(found.flatMap((clip) => (clip ? [[clip.key, clip] as const] : [])))
  const inOrder = keys.flatMap((key) => clips.get(key) ?? [])
  return inOrder.length === keys.length ? inOrder : null
}

/** Tests give another name and another IndexedDB. */
export const createVoiceClips = (
  name: string = VOICE_DATABASE,
  options?: DexieOptions,
): VoiceClips => {
  const db = new VoiceDatabase(name, options)
  return {
    names: () =>
      tellFailure(async () => {
        const pairs = (await db.clips.orderBy('[key+type]').keys()) as unknown as [string, string][]
        return pairs.map(([key, type]) => ({ key, type }))
      }),
    read: (keys) => tellFailure(() => readClips(db, keys)),
    all: () => tellFailure(() => db.clips.orderBy('key').toArray()),
    keep: (clip) =>
      tellFailure(async () => {
        await db.clips.put(clip)
      }),
    remove: (key) => tellFailure(() => db.clips.delete(key)),
    takeIn: (clips) => tellFailure(() => takeIn(db, clips)),
    close: () => {
      db.close()
    },
  }
}
