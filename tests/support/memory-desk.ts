// A desk for attachments without keys and database: what is kept stays in memory as it came. Also a phone's camera and
// microphone that do what the test says.
import type { Bytes } from '../../src/base/bytes.ts'
import { type Result, err, ok } from '../../src/base/result.ts'
import type { Capture } from '../../src/platform/capture.ts'
import type { PhotoError } from '../../src/platform/photo.ts'
import type {
  EndCause,
  Recorded,
  RecordedKind,
  RecorderError,
  Recording,
} from '../../src/platform/recorder.ts'
import type { AttachmentDesk, KeptMedium, SaveError } from '../../src/store/outbox/outbox.ts'

/** What sealing adds here. */
export const SEAL_BYTES = 200

export interface MemoryDesk extends AttachmentDesk {
  /** Plain bytes by name. */
  readonly lying: ReadonlyMap<string, Bytes>
  /** What `keep` was told is already held. */
  readonly told: readonly KeptMedium[][]
  /** Of which draft each was. */
  readonly drafts: readonly (string | undefined)[]
  /** As if it had been kept in an earlier life. */
  readonly put: (sha256: string, plain: Bytes) => void
  /** The next `keep` ends so, before anything is read. */
  refuse: SaveError | null
}

const readAll = async (content: ReadableStream<Bytes>): Promise<Bytes> => {
  const parts: Bytes[] = []
  const reader = content.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    parts.push(value)
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer())
}

export const createMemoryDesk = (): MemoryDesk => {
  const lying = new Map<string, Bytes>()
  const told: KeptMedium[][] = []
  const drafts: (string | undefined)[] = []
  let count = 0
  const desk: MemoryDesk = {
    lying,
    told,
    drafts,
    put: (sha256, plain) => void lying.set(sha256, plain),
    refuse: null,
    keep: async (content, { type, label, lasted, draft }, held) => {
      told.push([...held])
      drafts.push(draft)
      const { refuse } = desk
      desk.refuse = null
      if (refuse) {
        await content.cancel()
        return err(refuse)
      }
      const plain = await readAll(content)
      const sha256 = String(++count).padStart(64, '0')
      lying.set(sha256, plain)
      const bytes = plain.length + SEAL_BYTES
      return ok({
        type,
        label: lasted ? { ...label, durationMs: await lasted } : label,
        sha256,
        bytes,
      })
    },
    discard: async (sha256) => void lying.delete(sha256),
    view: async (sha256) => lying.get(sha256) ?? null,
  }
  return desk
}

export interface HandRecording extends Recording {
  readonly say: (bytes: Bytes) => void
  readonly tick: (elapsedMs: number) => void
  /** As the world outside ends it. */
  readonly end: (cause: EndCause) => void
}

const createHandRecording = (kind: RecordedKind): HandRecording => {
  const said: Bytes[] = []
  let elapsedMs = 0
  let tick: (elapsedMs: number) => void = () => undefined
  let feeding: ReadableStreamDefaultController<Bytes>
  let done: (recorded: Recorded) => void
  let over = false
  const ended = new Promise<Recorded>((resolve) => (done = resolve))
  const end = (cause: EndCause, byConsumer = false) => {
    if (over) return
    over = true
    if (cause !== 'cancelled') feeding.close()
    else if (!byConsumer) feeding.error(new Error('given up'))
    done({ cause, durationMs: elapsedMs, whole: new Blob(said) })
  }
  return {
    ...{ kind, type: kind === 'voice' ? 'audio/webm' : 'video/webm', limitMs: 60_000 },
    picture: null,
    content: new ReadableStream<Bytes>({
      start: (controller) => {
        feeding = controller
      },
      cancel: () => end('cancelled', true),
    }),
    watch: (listener) => (tick = listener),
    stop: () => end('stopped'),
    cancel: () => end('cancelled'),
    ended,
    say: (bytes) => {
      said.push(bytes)
      feeding.enqueue(bytes)
    },
    tick: (ms) => {
      elapsedMs = ms
      tick(ms)
    },
    end: (cause) => end(cause),
  }
}

export interface HandCapture extends Capture {
  /** Of the newest recording. */
  readonly recording: () => HandRecording
  /** Addresses that were given out and not taken back. */
  readonly shown: ReadonlySet<string>
  /** What the next start of the recorder says instead of recording. */
  fault: RecorderError | null
  /** Until then the browser asks the person. */
  answered: Promise<void>
}

/** Of a picture that starts with `unreadable` nothing can be made; the others shrink to half. */
const halve = async (file: Blob): Promise<Result<Blob, PhotoError>> =>
  (await file.text()).startsWith('unreadable')
    ? err({ kind: 'photo-unreadable' })
    : ok(file.slice(0, file.size / 2, 'image/jpeg'))

export const createHandCapture = (): HandCapture => {
  const shown = new Set<string>()
  let newest: HandRecording | null = null
  let count = 0
  const capture: HandCapture = {
    shown,
    fault: null,
    answered: Promise.resolve(),
    recording: () => newest!,
    shrinkPhoto: halve,
    lengthOf: async () => 7_000,
    show: () => {
      const address = `blob:${++count}`
      shown.add(address)
      return address
    },
    hide: (address) => shown.delete(address),
    recorder: {
      can: () => true,
      start: async (kind) => {
        await capture.answered
        if (capture.fault) return err(capture.fault)
        return ok((newest = createHandRecording(kind)))
      },
    },
  }
  return capture
}
