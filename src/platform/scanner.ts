// Codes on paper, read by the browser's own reader where it has one: from the camera's picture or from a photo. No reader of our
// own: phones have one in their camera, and a slip's code is an address that opens this app. Loaded when one is wanted.
import { type Result, err, ok } from '../base/result.ts'

export interface Camera {
  /** What it sees, for a video element. */
  readonly stream: MediaStream
  /** Text of the first code that the element shows; null once closed. */
  readonly next: (video: HTMLVideoElement) => Promise<string | null>
  readonly close: () => void
}

export interface CameraError {
  readonly kind: 'refused' | 'missing'
}

export interface Scanner {
  /** Text of a code on it; null where none is seen, or what was chosen is no picture. */
  readonly readPhoto: (photo: Blob) => Promise<string | null>
  readonly openCamera: () => Promise<Result<Camera, CameraError>>
}

/** https://wicg.github.io/shape-detection-api: in Chromium on phones; not in the types yet. */
interface Detector {
  readonly detect: (
    from: ImageBitmap | HTMLVideoElement,
  ) => Promise<readonly { rawValue: string }[]>
}
interface DetectorMaker {
  new (options: { readonly formats: readonly string[] }): Detector
  readonly getSupportedFormats: () => Promise<readonly string[]>
}

type View = Window & typeof globalThis

const FORMAT = 'qr_code'
/** Between two looks: quick enough for a hand, slow enough for an old phone. */
const LOOK_MS = 200

const makeDetector = async (view: View): Promise<Detector | null> => {
  const { BarcodeDetector } = view as { BarcodeDetector?: DetectorMaker }
  try {
    const formats = await BarcodeDetector?.getSupportedFormats()
    if (!BarcodeDetector || !formats?.includes(FORMAT)) return null
    return new BarcodeDetector({ formats: [FORMAT] })
  } catch {
    return null // some phones lack the service behind it
  }
}

const look = async (
  detector: Detector,
  at: ImageBitmap | HTMLVideoElement,
): Promise<string | null> => {
  try {
    return (await detector.detect(at))[0]?.rawValue ?? null
  } catch {
    return null
  }
}

const openStream = async (view: View): Promise<Result<MediaStream, CameraError>> => {
  // Missing in an insecure context, whatever the types say.
  const { mediaDevices } = view.navigator as { mediaDevices?: MediaDevices }
  try {
    const stream = await mediaDevices?.getUserMedia({ video: { facingMode: 'environment' } })
    return stream ? ok(stream) : err({ kind: 'missing' })
  } catch (error) {
    const refused = error instanceof view.DOMException && error.name === 'NotAllowedError'
    return err({ kind: refused ? 'refused' : 'missing' })
  }
}

/** Null where the browser reads no codes. */
export const openScanner = async (view: View): Promise<Scanner | null> => {
  const detector = await makeDetector(view)
  if (!detector) return null
  const pause = () => new Promise<void>((go) => view.setTimeout(go, LOOK_MS))
  return {
    readPhoto: async (photo) => {
      try {
        const picture = await view.createImageBitmap(photo)
        const text = await look(detector, picture)
        picture.close()
        return text
      } catch {
        return null
      }
    },
    openCamera: async () => {
      const opened = await openStream(view)
      if (!opened.ok) return opened
      const stream = opened.value
      let closed = false
      return ok({
        stream,
        next: async (video) => {
          while (!closed) {
            const text =
              video.readyState < video.HAVE_CURRENT_DATA ? null : await look(detector, video)
            if (text !== null) return text
            await pause()
          }
          return null
        },
        close: () => {
          closed = true
          for (const track of stream.getTracks()) track.stop()
        },
      })
    },
  }
}
