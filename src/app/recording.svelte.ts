// A recording under way, as the panel shows it: first the question for the device, then time running.
import type { Result } from '../base/result.ts'
import type {
  EndCause,
  RecordedKind,
  Recorder,
  RecorderError,
  Recording,
} from '../platform/recorder.ts'

export type { EndCause, RecordedKind }

export class RecordingNow {
  readonly kind: RecordedKind
  #recording: Recording | null = $state.raw(null)
  #elapsedMs = $state(0)
  #unwanted = false
  /** Pressed stop before the device was there. */
  #over = $state(false)

  constructor(kind: RecordedKind) {
    this.kind = kind
  }

  /** Until the person has answered the browser's question. */
  get asking(): boolean {
    return this.#recording === null
  }
  /** Nothing of it is wanted any more. */
  get givenUp(): boolean {
    return this.#unwanted
  }
  get over(): boolean {
    return this.#over
  }
  get elapsedMs(): number {
    return this.#elapsedMs
  }
  get limitMs(): number {
    return this.#recording?.limitMs ?? 0
  }
  /** What the camera sees. */
  get picture(): MediaStream | null {
    return this.#recording?.picture ?? null
  }

  /** Null when it was given up while the browser was still asking. */
  readonly begin = async (recorder: Recorder): Promise<Result<Recording, RecorderError> | null> => {
    const started = await recorder.start(this.kind)
    if (this.#unwanted) {
      if (started.ok) started.value.cancel()
      return null
    }
    if (started.ok) {
      this.#recording = started.value
      started.value.watch((elapsedMs) => (this.#elapsedMs = elapsedMs))
    }
    return started
  }
  /** Ends it and keeps what was said; before there was anything, the same as `cancel`. */
  readonly stop = (): void => {
    this.#over = true
    if (this.#recording) this.#recording.stop()
    else this.#unwanted = true
  }
  readonly cancel = (): void => {
    this.#over = true
    this.#unwanted = true
    this.#recording?.cancel()
  }
}
