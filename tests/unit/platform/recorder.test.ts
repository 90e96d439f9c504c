// What a browser that refuses, or lacks a device, becomes. How it really records is asked in a browser (tests/e2e).
import { describe, expect, test } from 'vitest'
import { createRecorder, LIMIT_MS } from '../../../src/platform/recorder.ts'

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

describe('a recording', () => {
  /** A recorder, a screen and timers moved by hand. */
  const setup = async (kind: 'voice' | 'video') => {
    const timers = new Map<number, () => void>()
    let held = 0
    const made: FakeMediaRecorder[] = []
    class FakeMediaRecorder {
      static readonly isTypeSupported = () => true
      state = 'inactive'
      ondataavailable: (event: { data: Blob }) => void = () => undefined
      onstop: () => void = () => undefined
      constructor() {
        made.push(this)
      }
      start() {
        this.state = 'recording'
      }
      stop() {
        this.state = 'inactive'
        this.ondataavailable({ data: new Blob(['last']) })
        this.onstop()
      }
    }
    const track = Object.assign(new EventTarget(), { stop: () => (held -= 1) })
    const view = {
      MediaRecorder: FakeMediaRecorder,
      document: Object.assign(new EventTarget(), { visibilityState: 'visible' }),
      navigator: {
        mediaDevices: {
          getUserMedia: async () => {
            held += 1
            return { getTracks: () => [track] }
          },
        },
        wakeLock: {
          request: async () => {
            held += 1
            return { release: () => (held -= 1) }
          },
        },
      },
      setInterval: () => 0,
      clearInterval: () => undefined,
      setTimeout: (run: () => void, ms: number) => void timers.set(ms, run),
      clearTimeout: () => undefined,
    }
    const started = await createRecorder(view as unknown as View).start(kind)
    if (!started.ok) throw new Error(started.error.kind)
    const say = (words: string) => made[0]!.ondataavailable({ data: new Blob([words]) })
    return { recording: started.value, say, timers, held: () => held }
  }

  const read = (content: ReadableStream<Uint8Array<ArrayBuffer>>) => new Response(content).text()

  test.each(['voice', 'video'] as const)('%s ends at its limit and keeps all', async (kind) => {
    const { recording, say, timers, held } = await setup(kind)
    const reading = read(recording.content)
    say('one ')
    timers.get(LIMIT_MS[kind])!()
    const { cause, whole } = await recording.ended
    expect(cause).toBe('limit')
    expect([await reading, await whole.text()]).toEqual(['one last', 'one last'])
    expect(held(), 'device and wake lock').toBe(0)
  })

  test('given up, its stream breaks: nobody takes a half for a whole', async () => {
    const { recording, say } = await setup('voice')
    const reading = read(recording.content)
    say('one ')
    recording.cancel()
    await expect(reading).rejects.toThrow('given up')
    expect((await recording.ended).cause).toBe('cancelled')
  })

  test('ends when nobody wants its bytes any more', async () => {
    const { recording, held } = await setup('voice')
    await recording.content.cancel()
    expect((await recording.ended).cause).toBe('cancelled')
    expect(held()).toBe(0)
  })
})
