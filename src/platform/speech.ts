// A voice of the device that speaks Chinese. Only one that lies on it: others would send names and amounts to whoever made the
// browser, and fall silent without a network.

export interface Speech {
  /** Says the sentences one after the other; `ended` is called once, also when it was stopped. */
  readonly say: (sentences: readonly string[], ended: () => void) => void
  readonly stop: () => void
}

/** Voices come late in some browsers; whoever has none after this has none. */
const PATIENCE_MS = 2_000

/** Slow enough for an old ear. */
const RATE = 0.9

const isOurs = ({ lang, localService }: SpeechSynthesisVoice): boolean =>
  localService && /^(?:zh[-_](?:CN|Hans)|cmn)/i.test(lang)

const findVoice = async (view: Window): Promise<SpeechSynthesisVoice | null> => {
  const { speechSynthesis } = view
  const find = () => speechSynthesis.getVoices().find(isOurs) ?? null
  const found = find()
  if (found || speechSynthesis.getVoices().length > 0) return found
  await new Promise<void>((resolve) => {
    view.setTimeout(resolve, PATIENCE_MS)
    speechSynthesis.addEventListener('voiceschanged', () => {
      resolve()
    })
  })
  return find()
}

/** Null inside a WebView, on phones without such a voice, and where the browser has no speech at all. */
export const openSpeech = async (view: Window): Promise<Speech | null> => {
  if (!('speechSynthesis' in view)) return null
  const voice = await findVoice(view)
  if (!voice) return null
  let stopped = () => {}
  const stop = () => {
    stopped()
    view.speechSynthesis.cancel()
  }
  return {
    stop,
    say: (sentences, ended) => {
      stop()
      let over = false
      const end = () => {
        if (over) return
        over = true
        stopped = () => {}
        ended()
      }
      stopped = end
      const sayFrom = (index: number) => {
        const text = sentences[index]
        if (over) return
        if (text === undefined) {
          end()
          return
        }
        const utterance = new SpeechSynthesisUtterance(text)
        Object.assign(utterance, { voice, lang: voice.lang, rate: RATE })
        // Sentence by sentence: long texts make some engines fall silent in the middle.
        utterance.onend = () => {
          sayFrom(index + 1)
        }
        utterance.onerror = end
        view.speechSynthesis.speak(utterance)
      }
      sayFrom(0)
    },
  }
}
