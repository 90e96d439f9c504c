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
  readonly #limitMs: number | undefined
  #recording: Recording | null = $state.raw(null)
  #elapsedMs = $state(0)
  #unwanted = false
  #leave: () => void = () => undefined
  readonly #leaving = new Promise<null>((done) => {
    this.#leave = () => done(null)
  })
  /** Ended; the last of it is on its way. */
  #over = $state(false)

  /** `limitMs`: shorter than what its kind may take. */
  constructor(kind: RecordedKind, limitMs?: number) {
    this.kind = kind
    this.#limitMs = limitMs
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

  /**
   * Null when it was given up while the browser was still asking: nobody waits for an answer then, and a device that comes
   * all the same is let go.
   */
  readonly begin = async (recorder: Recorder): Promise<Result<Recording, RecorderError> | null> => {
    const starting = recorder.start(this.kind, this.#limitMs)
    const started = await Promise.race([starting, this.#leaving])
    if (!started || this.#unwanted) {
      void starting.then((late) => late.ok && late.value.cancel())
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
    else this.#giveUp()
  }
  readonly cancel = (): void => {
    this.#over = true
    this.#giveUp()
    this.#recording?.cancel()
  }

  #giveUp(): void {
    this.#unwanted = true
    this.#leave()
  }
}
