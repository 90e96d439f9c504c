// What is attached to a question that is being written: each piece on its way into the phone, kept, or not taken and why. The
// desk seals and stores; what is kept belongs to the question's draft at once (OUT-29).
import type { Bytes } from '../base/bytes.ts'
import { type Result, err, ok } from '../base/result.ts'
import type { Capture } from '../platform/capture.ts'
import type { Recording } from '../platform/recorder.ts'
import type { AboutMedium, AttachmentDesk, KeptMedium, SaveError } from '../store/outbox/outbox.ts'
import { type Attachable, type RoomLeft, judgeFile, roomLeft } from './attachable.ts'
import type { AttachFault } from './attach-fault.ts'
import { type Piece, newPiece } from './attached-piece.ts'
import { countedStream } from './counted-stream.ts'
import { type RecordedKind, RecordingNow } from './recording.svelte.ts'

export interface AttachmentsDeps {
  readonly desk: AttachmentDesk
  readonly capture: Capture
  /** Id of the draft they belong to, which is made where there is none yet. */
  readonly draft: () => Promise<Result<string, SaveError>>
  /** While something is on its way nothing reloads the page; the function returned ends that. */
  readonly hold: () => () => void
}

export class Attachments {
  readonly #deps: AttachmentsDeps
  #pieces: readonly Piece[] = $state.raw([])
  #recording: RecordingNow | null = $state.raw(null)
  #newest: Piece | null = $state.raw(null)
  #count = 0
  /** Files are taken one after the other: two pictures at once are too much for a small phone. */
  #queue: Promise<void> = Promise.resolve()
  #recorded: Promise<void> = Promise.resolve()
  #removed: Promise<unknown> = Promise.resolve()
  #release: (() => void) | null = null

  constructor(deps: AttachmentsDeps) {
    this.#deps = deps
  }

  get pieces(): readonly Piece[] {
    return this.#pieces
  }
  get recording(): RecordingNow | null {
    return this.#recording
  }
  /** Whose step changed last: to be spoken. */
  get newest(): Piece | null {
    return this.#newest
  }
  get kept(): readonly KeptMedium[] {
    return this.#pieces.flatMap(({ medium }) => medium ?? [])
  }
  get left(): RoomLeft {
    const taken = this.#pieces.filter(({ step }) => step !== 'failed').length
    return roomLeft(taken + (this.#recording ? 1 : 0), this.kept)
  }
  /** Nothing is here, on its way or being recorded. */
  get empty(): boolean {
    return this.#recording === null && this.#pieces.every(({ step }) => step === 'failed')
  }
  readonly can = (kind: RecordedKind): boolean => this.#deps.capture.recorder.can(kind)

  readonly addFiles = (files: readonly File[]): Promise<void> => {
    for (const file of files) {
      const room = this.left
      const judged: Result<Attachable, AttachFault> =
        room.count === 0 ? err({ kind: 'media-too-many' }) : judgeFile(file, room.bytes)
      const kind = judged.ok
        ? judged.value.kind
        : file.type.startsWith('video/')
          ? 'video'
          : 'photo'
      const id = this.#add(kind, file.size)
      if (judged.ok) this.#queue = this.#queue.then(() => this.#takeFile(id, file, judged.value))
      else this.#fail(id, judged.error)
      if (room.count === 0) break
    }
    return this.#queue
  }

  /** Resolves when the recording has ended and is kept, or not. */
  readonly record = (kind: RecordedKind): Promise<void> => {
    if (this.#recording || this.left.count === 0) return this.#recorded
    this.#dropFailed()
    this.#recording = new RecordingNow(kind)
    this.#sync()
    this.#recorded = this.#run(this.#recording)
    return this.#recorded
  }

  /** What the draft has already, to be seen and heard as far as it lies here readable. */
  readonly restore = async (media: readonly KeptMedium[]): Promise<void> => {
    const ids = media.map((medium) => {
      const id = this.#add(medium.label.kind, medium.bytes)
      this.#change(id, { step: 'kept', medium, restored: true, ...medium.label })
      return id
    })
    this.#sync()
    for (const [i, { sha256, type }] of media.entries()) {
      const view = await this.#deps.desk.view(sha256).catch(() => null)
      const id = ids[i] ?? 0
      if (view && this.#has(id))
        this.#change(id, { address: this.#deps.capture.show(new Blob([view], { type })) })
    }
  }

  readonly remove = (id: number): Promise<void> => {
    const piece = this.#pieces.find((one) => one.id === id)
    this.#drop((one) => one.id === id)
    const removing = piece?.medium ? this.#deps.desk.discard(piece.medium.sha256) : undefined
    this.#removed = Promise.all([this.#removed, removing?.catch(() => undefined)])
    return removing ?? Promise.resolve()
  }

  /** Ends a recording, keeps it, and waits for all that is on its way. False when something was not taken on the way. */
  readonly settle = async (): Promise<boolean> => {
    const failed = () => this.#pieces.filter(({ step }) => step === 'failed').length
    const before = failed()
    this.#recording?.stop()
    await Promise.all([this.#recorded, this.#queue, this.#removed])
    return failed() <= before
  }
  /** Nothing is shown any more: they belong to a saved question, or their screen is gone. What is kept stays. */
  readonly letGo = (): void => {
    this.#recording?.cancel()
    this.#drop(() => true)
  }

  async #run(now: RecordingNow): Promise<void> {
    const started = await now.begin(this.#deps.capture.recorder)
    if (started?.ok) await this.#takeRecording(now, started.value)
    this.#recording = null
    if (started?.ok === false) this.#fail(this.#add(now.kind, 0), started.error)
    this.#sync()
  }

  async #takeRecording(now: RecordingNow, recording: Recording): Promise<void> {
    const { kind, type, content } = recording
    const lasted = recording.ended.then((over) => over.durationMs)
    const keeping = this.#keep(content, { type, label: { kind, durationMs: null }, lasted })
    // What can't be kept is said at once, not after five minutes of talking.
    void keeping.then((kept) => {
      if (!kept.ok) recording.cancel()
    })
    const { cause, durationMs, whole } = await recording.ended
    const kept = await keeping
    const empty = whole.size === 0
    if (kept.ok && (now.givenUp || empty)) await this.#deps.desk.discard(kept.value.sha256)
    if (now.givenUp) return
    const id = this.#add(kind, whole.size)
    if (!kept.ok) this.#fail(id, kept.error)
    else if (empty) this.#fail(id, { kind: 'recording-empty' })
    else {
      const medium = kept.value
      const address = this.#deps.capture.show(whole)
      this.#settleAs(id, { step: 'kept', durationMs, address, medium, ended: cause })
    }
  }

  async #takeFile(id: number, file: File, about: Attachable): Promise<void> {
    const { shrinkPhoto, lengthOf, show } = this.#deps.capture
    if (!this.#has(id)) return
    const { kind } = about
    const drawn = kind === 'photo' ? await shrinkPhoto(file) : ok(file)
    const durationMs = kind === 'photo' ? null : await lengthOf(file, kind)
    if (!this.#has(id)) return
    if (!drawn.ok) {
      this.#fail(id, drawn.error)
      return
    }
    const content = drawn.value
    this.#change(id, { durationMs, totalBytes: content.size, address: show(content) })
    const type = kind === 'photo' ? 'image/jpeg' : about.type
    await this.#keepFile(id, content, { type, label: { kind, durationMs } })
  }

  async #keepFile(id: number, file: Blob, about: AboutMedium): Promise<void> {
    const content = countedStream(file, (doneBytes) => this.#change(id, { doneBytes }))
    const kept = await this.#keep(content, about)
    if (!kept.ok) this.#fail(id, kept.error)
    else if (this.#has(id)) this.#settleAs(id, { step: 'kept', medium: kept.value })
    else await this.#deps.desk.discard(kept.value.sha256)
  }

  /** A stream that breaks (a file taken away, a recording given up) is an error like the others. */
  async #keep(
    content: ReadableStream<Bytes>,
    about: AboutMedium,
  ): Promise<Result<KeptMedium, AttachFault>> {
    const draft = await this.#deps.draft()
    if (!draft.ok) {
      void content.cancel().catch(() => undefined)
      return draft
    }
    try {
      return await this.#deps.desk.keep(content, { ...about, draft: draft.value }, this.kept)
    } catch {
      return err({ kind: 'given-up' })
    }
  }

  #has(id: number): boolean {
    return this.#pieces.some((piece) => piece.id === id)
  }
  #add(kind: Piece['kind'], totalBytes: number): number {
    const id = ++this.#count
    this.#pieces = [...this.#pieces, newPiece(id, kind, totalBytes)]
    this.#sync()
    return id
  }
  #change(id: number, change: Partial<Piece>): void {
    this.#pieces = this.#pieces.map((piece) => (piece.id === id ? { ...piece, ...change } : piece))
  }
  #settleAs(id: number, change: Partial<Piece>): void {
    this.#change(id, change)
    this.#newest = this.#pieces.find((piece) => piece.id === id) ?? null
    this.#sync()
  }
  #fail(id: number, fault: AttachFault): void {
    const { address } = this.#pieces.find((piece) => piece.id === id) ?? {}
    if (address) this.#deps.capture.hide(address)
    this.#settleAs(id, { step: 'failed', address: null, fault })
  }
  #dropFailed(): void {
    this.#drop(({ step }) => step === 'failed')
  }
  #drop(which: (piece: Piece) => boolean): void {
    for (const { address } of this.#pieces.filter(which))
      if (address !== null) this.#deps.capture.hide(address)
    this.#pieces = this.#pieces.filter((piece) => !which(piece))
    this.#sync()
  }
  #sync(): void {
    if (this.#recording === null && this.#pieces.every(({ step }) => step !== 'adding')) {
      this.#release?.()
      this.#release = null
    } else this.#release ??= this.#deps.hold()
  }
}
