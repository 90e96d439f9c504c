// The voice of a device: only one that lies on it, sentence by sentence, stopped at once.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openSpeech } from '../../../src/platform/speech.ts'

interface Said {
  readonly text: string
  onend: () => void
  onerror: () => void
}

const LOCAL = { lang: 'zh-CN', localService: true, name: 'on the phone' }
const REMOTE = { lang: 'zh-CN', localService: false, name: 'by a server' }
const ENGLISH = { lang: 'en-US', localService: true, name: 'another language' }

class Utterance {
  onend = () => {}
  onerror = () => {}
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

const makeView = (voices: readonly object[], late: readonly object[] = voices) => {
  const said: Said[] = []
  let known = voices
  let changed = () => {}
  const view = {
    speechSynthesis: {
      getVoices: () => known,
      addEventListener: (_: string, listener: () => void) => {
        changed = listener
      },
      speak: (utterance: Said) => said.push(utterance),
      cancel: () => said.at(-1)?.onerror(),
    },
    setTimeout: (run: () => void) => {
      queueMicrotask(() => {
        known = late
        changed()
        run()
      })
    },
  }
  return { view: view as unknown as Window, said }
}

beforeEach(() => {
  Object.assign(globalThis, { SpeechSynthesisUtterance: Utterance })
})
afterEach(() => {
  Reflect.deleteProperty(globalThis, 'SpeechSynthesisUtterance')
})

describe('a voice', () => {
  test('that lies elsewhere, or speaks another language, is none', async () => {
    expect(await openSpeech(makeView([REMOTE, ENGLISH]).view)).toBeNull()
    expect(await openSpeech({} as Window)).toBeNull()
    expect(await openSpeech(makeView([]).view)).toBeNull()
  })

  test('is found although the browser names it late', async () => {
    expect(await openSpeech(makeView([], [LOCAL]).view)).not.toBeNull()
  })

  test('says one sentence after the other, and tells once that it is done', async () => {
    const { view, said } = makeView([REMOTE, LOCAL])
    const speech = await openSpeech(view)
    let ended = 0
    speech?.say(['一', '二'], () => (ended += 1))
    expect(said.map(({ text }) => text)).toEqual(['一'])
    said[0]?.onend()
    expect(said.map(({ text }) => text)).toEqual(['一', '二'])
    expect(ended).toBe(0)
    said[1]?.onend()
    said[1]?.onend()
    expect(ended).toBe(1)
  })

  test('falls silent when stopped, and a second reading ends the first', async () => {
    const { view, said } = makeView([LOCAL])
    const speech = await openSpeech(view)
    let ended = 0
    speech?.say(['一', '二'], () => (ended += 1))
    speech?.stop()
    expect(ended).toBe(1)
    said[0]?.onend()
    expect(said).toHaveLength(1)
    speech?.say(['三', '四'], () => (ended += 10))
    speech?.say(['五'], () => (ended += 100))
    expect(ended).toBe(11)
    expect(said.at(-1)?.text).toBe('五')
  })
})
