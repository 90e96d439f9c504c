// What a browser that refuses, or lacks a device, becomes. How it really records is asked in a browser (tests/e2e).
import { expect, test } from 'vitest'
import { createRecorder } from '../../../src/platform/recorder.ts'

type View = Window & typeof globalThis

const viewThat = (getUserMedia: (asked: MediaStreamConstraints) => Promise<unknown>): View =>
  ({
    MediaRecorder: { isTypeSupported: (type: string) => type.includes('webm') },
    navigator: { mediaDevices: { getUserMedia } },
  }) as unknown as View

const failing = (name: string) => viewThat(() => Promise.reject(new DOMException('', name)))

test.each([
  ['NotAllowedError', 'microphone-refused', 'camera-refused'],
  ['SecurityError', 'microphone-refused', 'camera-refused'],
  ['NotFoundError', 'no-microphone', 'no-camera'],
  ['NotReadableError', 'device-busy', 'device-busy'],
  ['SomethingNewError', 'recorder-missing', 'recorder-missing'],
])('%s is told apart', async (name, voice, video) => {
  const recorder = createRecorder(failing(name))
  expect(await recorder.start('voice')).toEqual({ ok: false, error: { kind: voice } })
  expect(await recorder.start('video')).toEqual({ ok: false, error: { kind: video } })
})

test('a camera that refuses to be bounded is asked again without bounds', async () => {
  const asked: MediaStreamConstraints[] = []
  const view = viewThat((constraints) => {
    asked.push(constraints)
    const name = asked.length === 1 ? 'OverconstrainedError' : 'NotFoundError'
    return Promise.reject(new DOMException('', name))
  })
  expect(await createRecorder(view).start('video')).toMatchObject({ error: { kind: 'no-camera' } })
  expect(asked.map(({ video }) => JSON.stringify(video).includes('max'))).toEqual([true, false])
})

test('a device whose recorder can not be made is let go at once', async () => {
  let stopped = 0
  const track = { stop: () => (stopped += 1) }
  const view = viewThat(() => Promise.resolve({ getTracks: () => [track] }))
  expect(await createRecorder(view).start('voice')).toMatchObject({ ok: false })
  expect(stopped).toBe(1)
})

test('where there is no recorder none is offered', async () => {
  const bare = { navigator: {} } as unknown as View
  expect(createRecorder(bare).can('voice')).toBe(false)
  expect(await createRecorder(bare).start('voice')).toMatchObject({
    error: { kind: 'recorder-missing' },
  })
})
