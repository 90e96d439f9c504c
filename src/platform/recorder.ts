// Voice and video from the phone's own microphone and camera. The bytes come while it records, so that they can be sealed and
// stored on the way; it ends by itself at its limit, when the screen goes out of sight, and when the device is taken away —
// and what was recorded until then is kept.
import type { Bytes } from '../base/bytes.ts'
import { type Result, err, ok } from '../base/result.ts'
import { type MediaType, isMediaType } from '../protocol/media.ts'
import { systemClock } from './system-clock.ts'

export type RecordedKind = 'voice' | 'video'

export interface RecorderError {
  readonly kind:
    | 'recorder-missing' // this browser records nothing
    | 'microphone-refused'
    | 'camera-refused'
    | 'no-microphone'
    | 'no-camera'
    | 'device-busy' // another app holds it
}

export type EndCause = 'stopped' | 'limit' | 'hidden' | 'device-lost' | 'cancelled'

export interface Recorded {
  readonly cause: EndCause
  readonly durationMs: number
  /** Everything once more, to be played before it is saved. */
  readonly whole: Blob
}

export interface Recording {
  readonly kind: RecordedKind
  readonly type: MediaType
  readonly limitMs: number
  /** What the camera sees; null without one. */
  readonly picture: MediaStream | null
  /** Bytes as they are recorded. Ends with the recording; errors when it is cancelled. Cancelling it cancels the recording. */
  readonly content: ReadableStream<Bytes>
  /** Calls `tick` a few times a second until the end. */
  readonly watch: (tick: (elapsedMs: number) => void) => void
  /** Ends it and keeps what is there. */
  readonly stop: () => void
  /** Ends it and keeps nothing. */
  readonly cancel: () => void
  readonly ended: Promise<Recorded>
}

export interface Recorder {
  readonly can: (kind: RecordedKind) => boolean
  /**
   * Asks the person for the device, if the browser has not yet; resolves when it records. Ends by itself after `limitMs`, which
   * is the kind's own unless a shorter one is given.
   */
  readonly start: (
    kind: RecordedKind,
    limitMs?: number,
  ) => Promise<Result<Recording, RecorderError>>
}

export const LIMIT_MS = { voice: 5 * 60_000, video: 60_000 } as const
const SLICE_MS = 1_000
const TICK_MS = 250
const VOICE_BITS = 24_000
const VIDEO_BITS = 600_000

/** The first that the browser can write. VP8 before VP9: an old phone has to keep up. */
const FORMATS = {
  voice: ['audio/webm;codecs=opus', 'audio/webm', 'audio/mp4', 'audio/ogg;codecs=opus'],
  video: ['video/webm;codecs=vp8,opus', 'video/webm', 'video/mp4'],
} as const

type View = Window & typeof globalThis
type Lacking<T> = { readonly [K in keyof T]: T[K] | undefined }

const formatOf = (view: View, kind: RecordedKind): string | null => {
  const { MediaRecorder } = view as Lacking<Pick<typeof globalThis, 'MediaRecorder'>>
  const { mediaDevices } = view.navigator as Lacking<Pick<Navigator, 'mediaDevices'>>
  if (!MediaRecorder || !mediaDevices) return null
  return FORMATS[kind].find((format) => MediaRecorder.isTypeSupported(format)) ?? null
}

const VOICE: MediaTrackConstraints = {
  channelCount: 1,
  echoCancellation: true,
  noiseSuppression: true,
}
const CAMERA: MediaTrackConstraints = {
  facingMode: 'environment',
  frameRate: { ideal: 24 },
  width: { ideal: 640, max: 854 },
  height: { ideal: 480, max: 480 },
}
/** For a camera that refuses to be bounded. */
const ANY_CAMERA: MediaTrackConstraints = { width: { ideal: 640 }, height: { ideal: 480 } }

const openDevice = async (view: View, kind: RecordedKind): Promise<MediaStream> => {
  const { mediaDevices } = view.navigator
  if (kind === 'voice') return mediaDevices.getUserMedia({ audio: VOICE })
  try {
    return await mediaDevices.getUserMedia({ audio: VOICE, video: CAMERA })
  } catch (error) {
    if ((error as DOMException).name !== 'OverconstrainedError') throw error
    return mediaDevices.getUserMedia({ audio: VOICE, video: ANY_CAMERA })
  }
}

const errorOf = (error: unknown, kind: RecordedKind): RecorderError => {
  switch ((error as DOMException).name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return { kind: kind === 'voice' ? 'microphone-refused' : 'camera-refused' }
    case 'NotFoundError':
    case 'OverconstrainedError':
      return { kind: kind === 'voice' ? 'no-microphone' : 'no-camera' }
    case 'NotReadableError':
    case 'AbortError':
      return { kind: 'device-busy' }
    default:
      return { kind: 'recorder-missing' }
  }
}

/** The recorder's slices as one stream, in order, and all of them once more at the end. */
const collectSlices = (onCancel: () => void) => {
  const slices: Blob[] = []
  let feeding: ReadableStreamDefaultController<Bytes> | null = null
  let reading = Promise.resolve()
  const content = new ReadableStream<Bytes>({
    start: (controller) => {
      feeding = controller
    },
    cancel: () => {
      feeding = null
      onCancel()
    },
  })
  const add = (slice: Blob) => {
    if (slice.size === 0) return
    slices.push(slice)
    reading = reading.then(async () => {
      const bytes = new Uint8Array(await slice.arrayBuffer())
      feeding?.enqueue(bytes)
    })
  }
  const close = async (whole: boolean): Promise<void> => {
    const broken = await reading.then(
      () => !whole,
      () => true,
    )
    if (broken) feeding?.error(new Error('the recording was given up'))
    else feeding?.close()
    feeding = null
  }
  return { content, add, close, whole: (type: string) => new Blob(slices, { type }) }
}

/** The screen stays lit: nobody touches it while he speaks, and with it the recording would end. */
const keepAwake = (view: View): (() => void) => {
  const { wakeLock } = view.navigator as Lacking<Pick<Navigator, 'wakeLock'>>
  const asking = wakeLock?.request('screen').catch(() => null)
  return () => void asking?.then((lock) => lock?.release())
}

/** Everything that ends a recording without its speaker; the function returned stops looking. */
const watchForEnd = (
  view: View,
  { device, limitMs }: { readonly device: MediaStream; readonly limitMs: number },
  end: (cause: EndCause) => void,
): (() => void) => {
  const onVisibility = () => {
    if (view.document.visibilityState === 'hidden') end('hidden')
  }
  const limiting = view.setTimeout(() => end('limit'), limitMs)
  view.document.addEventListener('visibilitychange', onVisibility)
  for (const track of device.getTracks())
    track.addEventListener('ended', () => {
      end('device-lost')
    })
  return () => {
    view.clearTimeout(limiting)
    view.document.removeEventListener('visibilitychange', onVisibility)
  }
}

const createMediaRecorder = (view: View, kind: RecordedKind, format: string, device: MediaStream) =>
  new view.MediaRecorder(device, {
    mimeType: format,
    audioBitsPerSecond: VOICE_BITS,
    ...(kind === 'video' ? { videoBitsPerSecond: VIDEO_BITS } : {}),
  })

const typeOf = (format: string): MediaType => {
  const [type = ''] = format.split(';', 1)
  if (!isMediaType(type)) throw new Error(`${type} is no type of an attachment`)
  return type
}

interface Wanted {
  readonly kind: RecordedKind
  readonly format: string
  readonly limitMs: number
}

const record = (view: View, { kind, format, limitMs }: Wanted, device: MediaStream): Recording => {
  const recorder = createMediaRecorder(view, kind, format, device)
  const type = typeOf(format)
  recorder.start(SLICE_MS)
  const startedMs = systemClock.monotonic()
  const elapsed = () => Math.min(limitMs, systemClock.monotonic() - startedMs)
  let last: { readonly cause: EndCause; readonly durationMs: number } | null = null
  let tick: (elapsedMs: number) => void = () => undefined

  const end = (cause: EndCause) => {
    if (last) return
    last = { cause, durationMs: elapsed() }
    view.clearInterval(ticking)
    unwatch()
    if (recorder.state !== 'inactive') recorder.stop()
  }
  const slices = collectSlices(() => end('cancelled'))
  const unwatch = watchForEnd(view, { device, limitMs }, end)
  const ticking = view.setInterval(() => tick(elapsed()), TICK_MS)
  const allowSleep = keepAwake(view)
  recorder.ondataavailable = ({ data }) => slices.add(data)
  recorder.onerror = () => end('device-lost')
  const stopped = new Promise<void>((done) => {
    recorder.onstop = () => done()
  })
  const finish = async (): Promise<Recorded> => {
    await stopped
    end('device-lost') // it stops by itself when every track has ended
    for (const track of device.getTracks()) track.stop()
    allowSleep()
    const { cause, durationMs } = last!
    await slices.close(cause !== 'cancelled')
    return { cause, durationMs, whole: slices.whole(type) }
  }
  return {
    ...{ kind, type, limitMs, content: slices.content, ended: finish() },
    picture: kind === 'video' ? device : null,
    watch: (listener) => {
      tick = listener
    },
    stop: () => end('stopped'),
    cancel: () => end('cancelled'),
  }
}

export const createRecorder = (view: View): Recorder => ({
  can: (kind) => formatOf(view, kind) !== null,
  start: async (kind, limitMs = LIMIT_MS[kind]) => {
    const format = formatOf(view, kind)
    if (format === null) return err({ kind: 'recorder-missing' })
    let device: MediaStream | null = null
    try {
      device = await openDevice(view, kind)
      return ok(record(view, { kind, format, limitMs }, device))
    } catch (error) {
      for (const track of device?.getTracks() ?? []) track.stop()
      return err(errorOf(error, kind))
    }
  },
})
