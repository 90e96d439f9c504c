// A reader going through the words: which one it is, the recording under way, and what became of it.
import type { Capture } from '../../platform/capture.ts'
import type { Recording } from '../../platform/recorder.ts'
import { RecordingNow } from '../recording.svelte.ts'
import type { Key } from '../words-keys.ts'
import type { Voice } from './voice.svelte.ts'
import { type GroupName, type WordGroup, speakingLimitMs } from './word-groups.ts'

export type { GroupName }

/** Shorter is a finger that slipped. */
const SHORTEST_MS = 200

export type Told =
  | 'saved'
  | 'microphone-refused'
  | 'no-microphone'
  | 'device-busy'
  | 'recorder-missing'
  | 'too-short'
  | 'broken-off'
  | 'full'
  | 'broken'

export interface SessionParts {
  readonly voice: Voice
  readonly recorder: Capture['recorder']
  readonly groups: readonly WordGroup[]
  /** In every mode: with it the reader is sure which word is meant. */
  readonly chinese: (key: Key) => string
}

interface Step {
  readonly group: GroupName
  readonly key: Key
}

export class RecorderSession {
  /** Somebody has recorded here before: what this is for need not be told first. */
  readonly begun: boolean
  readonly #parts: SessionParts
  readonly #steps: readonly Step[]
  #at = $state(0)
  #now: RecordingNow | null = $state.raw(null)
  #told: Told | null = $state(null)

  constructor(parts: SessionParts) {
    this.#parts = parts
    this.begun = parts.voice.count > 0
    this.#steps = parts.groups.flatMap(({ name: group, keys }) =>
      keys.map((key) => ({ group, key })),
    )
    this.#at = this.#firstLacking(() => true)
    if (!parts.recorder.can('voice')) this.#told = 'recorder-missing'
  }

  get voice(): Voice {
    return this.#parts.voice
  }
  get groups(): readonly WordGroup[] {
    return this.#parts.groups
  }
  get canRecord(): boolean {
    return this.#parts.recorder.can('voice')
  }
  get key(): Key {
    return this.#step.key
  }
  get group(): WordGroup {
    const { group } = this.#step
    return this.groups.find(({ name }) => name === group)!
  }
  get chinese(): string {
    return this.#parts.chinese(this.key)
  }
  /** Of the group, from 1. */
  get place(): number {
    return this.group.keys.indexOf(this.key) + 1
  }
  get done(): number {
    return this.group.keys.filter((key) => this.voice.has([key])).length
  }
  get now(): RecordingNow | null {
    return this.#now
  }
  get told(): Told | null {
    return this.#told
  }
  get isFirst(): boolean {
    return this.#at === 0
  }
  get isLast(): boolean {
    return this.#at === this.#steps.length - 1
  }

  readonly choose = (group: GroupName): void =>
    this.#go(this.#firstLacking((step) => step.group === group))
  readonly next = (): void => this.#go(this.#at + 1)
  readonly back = (): void => this.#go(this.#at - 1)

  /** Does nothing while one is under way. */
  readonly start = async (): Promise<void> => {
    if (this.#now || !this.canRecord) return
    const { key } = this
    this.voice.hush()
    const now = new RecordingNow('voice', speakingLimitMs(this.chinese))
    this.#now = now
    this.#told = null
    const started = await now.begin(this.#parts.recorder)
    if (started?.ok) this.#told = await this.#keep(key, started.value)
    else if (started) this.#told = this.#faultOf(started.error.kind)
    this.#now = null
  }
  readonly stop = (): void => this.#now?.stop()
  /** Whoever leaves keeps nothing of the word that he was speaking. */
  readonly leave = (): void => {
    this.#now?.cancel()
    this.voice.hush()
  }
  readonly hear = (): void => {
    if (this.voice.speaking === this.key) this.voice.hush()
    else void this.voice.say(this.key, [this.key])
  }
  readonly remove = async (): Promise<void> => {
    this.voice.hush()
    const removed = await this.voice.remove(this.key)
    this.#told = removed.ok ? null : removed.error.kind
  }

  get #step(): Step {
    return this.#steps[this.#at]!
  }
  #go(at: number): void {
    if (this.#now || at < 0 || at >= this.#steps.length) return
    this.voice.hush()
    this.#at = at
    if (this.canRecord) this.#told = null
  }
  /** The first step of those that has no clip; where all have one, the first. */
  #firstLacking(among: (step: Step) => boolean): number {
    const lacking = this.#steps.findIndex((step) => among(step) && !this.voice.has([step.key]))
    return lacking >= 0 ? lacking : Math.max(0, this.#steps.findIndex(among))
  }
  /** What broke off would take the place of a whole one: it is let go. */
  async #keep(key: Key, recording: Recording): Promise<Told | null> {
    const { cause, durationMs, whole } = await recording.ended
    if (cause === 'cancelled') return null
    if (cause === 'hidden' || cause === 'device-lost') return 'broken-off'
    if (durationMs < SHORTEST_MS || whole.size === 0) return 'too-short'
    const kept = await this.voice.keep(key, { content: whole, type: recording.type, durationMs })
    return kept.ok ? 'saved' : kept.error.kind
  }
  /** Of a voice no camera is asked. */
  #faultOf(kind: string): Told {
    const faults: readonly Told[] = ['microphone-refused', 'no-microphone', 'device-busy']
    return faults.find((fault) => fault === kind) ?? 'recorder-missing'
  }
}
