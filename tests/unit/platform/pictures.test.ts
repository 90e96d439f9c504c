// Drawing and handing over, as far as it can be told without a browser: what is drawn where, and what a refusal means.
import { describe, expect, test } from 'vitest'
import { createPictures, type Drawing } from '../../../src/platform/pictures.ts'

interface Given {
  readonly png?: Blob | null
  readonly share?: (data: unknown) => Promise<void>
  readonly takes?: boolean
}

const makeView = ({ png = new Blob(['p'], { type: 'image/png' }), share, takes }: Given = {}) => {
  const calls: (readonly [string, ...unknown[]])[] = []
  const note =
    (name: string) =>
    (...values: unknown[]) => {
      calls.push([name, ...values])
      return { width: 10 }
    }
  const methods = ['fillRect', 'strokeRect', 'fillText', 'measureText', 'translate', 'rotate']
  const quiet = ['save', 'restore', 'beginPath', 'rect', 'clip', 'moveTo', 'lineTo', 'stroke']
  const pen = Object.fromEntries([...methods, ...quiet].map((name) => [name, note(name)]))
  const canvas = {
    getContext: () => ({ ...pen, canvas }),
    toBlob: (done: (blob: Blob | null) => void) => done(png),
    toDataURL: () => 'data:image/png;base64,AA==',
  }
  const view = {
    document: { createElement: () => canvas, fonts: { load: async () => [] } },
    navigator: share ? { share, canShare: () => takes ?? true } : {},
  }
  return { view: view as unknown as Window & typeof globalThis, calls }
}

const drawing: Drawing = {
  width: 20,
  height: 30,
  ground: '#fff',
  marks: [
    { kind: 'box', x: 1, y: 2, width: 3, height: 4, fill: '#000' },
    { kind: 'text', x: 5, y: 6, text: '已发', px: 10, bold: true, colour: '#000', at: 'end' },
    { kind: 'upright', x: 7, y: 8, text: 'ᠣᠨ', px: 10, colour: '#000', draft: false },
  ],
}
const file = new File(['p'], 'a.png', { type: 'image/png' })

test('marks are drawn in their order over the ground; what stands upright is turned by a quarter', async () => {
  const { view, calls } = makeView()
  const painted = await createPictures(view).paint(drawing)
  expect(painted?.address).toMatch(/^data:image\/png/)
  expect(calls).toEqual([
    ['fillRect', 0, 0, 20, 30],
    ['fillRect', 1, 2, 3, 4],
    ['fillText', '已发', 5, 6],
    ['save'],
    ['translate', 7, 8],
    ['rotate', Math.PI / 2],
    ['fillText', 'ᠣᠨ', 0, 0],
    ['restore'],
  ])
})

test.each([null, new Blob([], { type: 'image/bmp' })])(
  'a canvas that the browser could not make is no picture',
  async (png) => {
    expect(await createPictures(makeView({ png }).view).paint(drawing)).toBeNull()
  },
)

describe('sending', () => {
  test('is offered where the browser takes files', () => {
    const share = async () => undefined
    expect(createPictures(makeView({ share }).view).canSend(file)).toBe(true)
    expect(createPictures(makeView({ share, takes: false }).view).canSend(file)).toBe(false)
    expect(createPictures(makeView().view).canSend(file)).toBe(false)
  })

  test('hands over the file and its title, no address that would push it out', async () => {
    const shared: unknown[] = []
    const share = async (data: unknown) => void shared.push(data)
    expect(await createPictures(makeView({ share }).view).send(file, '包青山')).toBe(true)
    expect(shared).toEqual([{ files: [file], title: '包青山' }])
  })

  test.each([
    ['AbortError', true],
    ['NotAllowedError', false],
  ])('given up with %s: %s', async (name, taken) => {
    const share = () => Promise.reject(new DOMException('', name))
    expect(await createPictures(makeView({ share }).view).send(file, '')).toBe(taken)
  })
})
