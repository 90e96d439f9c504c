// The browser's own code reader: used where it is, asked for nothing where it is not, and every camera let go.
import { describe, expect, test } from 'vitest'
import { openScanner } from '../../../src/platform/scanner.ts'

class Refusal extends Error {
  constructor(name: string) {
    super(name)
    this.name = name
  }
}

interface Given {
  readonly formats?: readonly string[] | Error
  /** What each look sees, one after the other. */
  readonly seen?: readonly (string | Error | null)[]
  readonly camera?: 'refused' | 'none' | 'insecure'
}

const makeView = ({ formats = ['qr_code', 'ean_13'], seen = [], camera }: Given = {}) => {
  const looks = [...seen]
  const stopped: string[] = []
  class BarcodeDetector {
    static getSupportedFormats = async () => {
      if (formats instanceof Error) throw formats
      return formats
    }
    detect = async () => {
      const found = looks.shift() ?? null
      if (found instanceof Error) throw found
      return found === null ? [] : [{ rawValue: found }]
    }
  }
  const stream = { getTracks: () => [{ stop: () => stopped.push('track') }] }
  const getUserMedia = async () => {
    if (camera === 'refused') throw new Refusal('NotAllowedError')
    if (camera === 'none') throw new Refusal('NotFoundError')
    return stream
  }
  const view = {
    BarcodeDetector,
    DOMException: Refusal,
    navigator: camera === 'insecure' ? {} : { mediaDevices: { getUserMedia } },
    createImageBitmap: async (photo: Blob) => {
      if (photo.type !== 'image/png') throw new Error('no picture')
      return { close: () => stopped.push('bitmap') }
    },
    setTimeout: (run: () => void) => {
      queueMicrotask(run)
    },
  }
  return { view: view as unknown as Window & typeof globalThis, stopped }
}
const video = { readyState: 4, HAVE_CURRENT_DATA: 2 } as HTMLVideoElement
const photo = new Blob(['x'], { type: 'image/png' })

describe('there is no scanner', () => {
  test('in a browser without a reader of codes', async () => {
    expect(await openScanner({ navigator: {} } as never)).toBeNull()
  })
  test.each([[['ean_13']], [new Error('no service')]])(
    'where it reads none of ours: %s',
    async (formats) => {
      expect(await openScanner(makeView({ formats }).view)).toBeNull()
    },
  )
})

describe('a photo', () => {
  test.each([
    ['with a code', ['address'], 'address'],
    ['without one', [null], null],
    ['that the reader chokes on', [new Error('too large')], null],
  ])('%s', async (_, seen, text) => {
    const { view, stopped } = makeView({ seen })
    expect(await (await openScanner(view))!.readPhoto(photo)).toBe(text)
    expect(stopped).toEqual(['bitmap'])
  })
  test('that is none', async () => {
    const scanner = await openScanner(makeView({ seen: ['address'] }).view)
    expect(await scanner!.readPhoto(new Blob(['x']))).toBeNull()
  })
})

describe('the camera', () => {
  test('is looked at until a code is there, and let go', async () => {
    const { view, stopped } = makeView({ seen: [null, new Error('dark'), null, 'address'] })
    const camera = await (await openScanner(view))!.openCamera()
    if (!camera.ok) throw new Error(camera.error.kind)
    expect(await camera.value.next(video)).toBe('address')
    camera.value.close()
    expect(stopped).toEqual(['track'])
  })
  test('says nothing once it was closed', async () => {
    const camera = await (await openScanner(makeView().view))!.openCamera()
    if (!camera.ok) throw new Error(camera.error.kind)
    const looking = camera.value.next(video)
    camera.value.close()
    expect(await looking).toBeNull()
  })
  test.each([
    ['refused', 'refused'],
    ['none', 'missing'],
    ['insecure', 'missing'],
  ] as const)('that is %s is told as %s', async (camera, kind) => {
    const opened = await (await openScanner(makeView({ camera }).view))!.openCamera()
    expect(opened).toEqual({ ok: false, error: { kind } })
  })
})
