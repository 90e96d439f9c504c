// Clips of a reader's voice, as screens use them: which there are, saying some of them in a row, keeping a new one, and carrying all
// of them to another phone. One for the page, so that two lines never speak at once.
import type { Sha256 } from '../../base/crypto.ts'
import type { Clock } from '../../base/clock.ts'
import { type Result, err, ok } from '../../base/result.ts'
import type { ClipPlayer } from '../../platform/play-clips.ts'
import type { StorageFailure, TakenIn, VoiceClips } from '../../store/voice/voice-clips.ts'
import type { Key } from '../words-keys.ts'
import { type ClipFileFault, MAX_FILE_BYTES, encodeClipFile, parseClipFile } from './clip-file.ts'

export type { StorageFailure }

export interface VoiceDeps {
  readonly clips: VoiceClips
  readonly player: ClipPlayer
  readonly sha256: Sha256
  readonly clock: Pick<Clock, 'now'>
  /** Remembered where a page can see it without opening the store. */
  readonly remember: (any: boolean) => void
  /** Somebody's work lies here now: the browser is asked to keep it. */
  readonly askToKeep: () => void
}

export type ImportFault = ClipFileFault | StorageFailure
export interface Imported extends TakenIn {
  readonly damaged: number
}

export class Voice {
  readonly #deps: VoiceDeps
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- replaced as a whole
  #held: ReadonlySet<string> = $state.raw(new Set())
  #count = $state(0)
  #speaking: string | null = $state(null)
  #failed: string | null = $state(null)
  #turn = 0

  constructor(deps: VoiceDeps) {
    this.#deps = deps
  }

  /** Whose clips are here and can be played here: phones record in formats that not all can play. */
  readonly has = (keys: readonly string[]): boolean => keys.every((key) => this.#held.has(key))
  /** All that lie here, played or not. */
  get count(): number {
    return this.#count
  }
  /** What is being said, by the name it was given. */
  get speaking(): string | null {
    return this.#speaking
  }
  /** What could not be said, the last time it was asked for. */
  get failed(): string | null {
    return this.#failed
  }

  /** Reads anew what is here. A store that can't be opened has nothing. */
  readonly look = async (): Promise<void> => {
    const names = await this.#deps.clips.names()
    if (!names.ok) return
    const { player, remember } = this.#deps
    const playable = names.value.filter(({ type }) => player.can(type))
    // eslint-disable-next-line svelte/prefer-svelte-reactivity -- replaced as a whole
    this.#held = new Set(playable.map(({ key }) => key))
    this.#count = names.value.length
    remember(names.value.length > 0)
  }

  /** Called while the finger is on the button. Whatever was being said falls silent. */
  readonly say = async (name: string, keys: readonly Key[]): Promise<void> => {
    const turn = (this.#turn += 1)
    this.#speaking = name
    this.#failed = null
    this.#deps.player.wake()
    const clips = await this.#deps.clips.read(keys)
    if (turn !== this.#turn) return
    const found = clips.ok ? clips.value : null
    const end = found === null ? 'failed' : await this.#deps.player.play(found)
    if (turn !== this.#turn) return
    this.#speaking = null
    if (end === 'failed') this.#failed = name
  }
  readonly hush = (): void => {
    this.#turn += 1
    this.#speaking = null
    this.#deps.player.stop()
  }

  /** Ok once it is stored. */
  readonly keep = async (
    key: Key,
    { content, type, durationMs }: { content: Blob; type: string; durationMs: number },
  ): Promise<Result<void, StorageFailure>> => {
    const { clips, clock, askToKeep } = this.#deps
    const bytes = await content.arrayBuffer()
    const clip = { key, type, bytes, durationMs: Math.round(durationMs), recordedMs: clock.now() }
    const kept = await clips.keep(clip)
    if (!kept.ok) return kept
    if (this.#count === 0) askToKeep()
    await this.look()
    return kept
  }
  readonly remove = async (key: Key): Promise<Result<void, StorageFailure>> => {
    const removed = await this.#deps.clips.remove(key)
    await this.look()
    return removed
  }

  readonly exportAll = async (): Promise<Result<Blob, StorageFailure>> => {
    const all = await this.#deps.clips.all()
    return all.ok ? ok(new Blob([encodeClipFile(all.value, this.#deps.sha256)])) : all
  }
  readonly takeIn = async (file: Blob): Promise<Result<Imported, ImportFault>> => {
    if (file.size > MAX_FILE_BYTES) return err({ kind: 'not-ours' })
    const bytes = new Uint8Array(await file.arrayBuffer())
    const read = parseClipFile(bytes, this.#deps.sha256)
    if (!read.ok) return read
    const taken = await this.#deps.clips.takeIn(read.value.clips)
    if (!taken.ok) return taken
    await this.look()
    return ok({ ...taken.value, damaged: read.value.damaged })
  }
}
