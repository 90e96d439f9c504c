// Whether this phone has clips of a voice, told without opening anything; and the code and store behind it, opened once, when
// somebody wants them.
import type { Preferences } from '../display.svelte.ts'
import type { Voice } from './voice.svelte.ts'

export interface VoiceDoor {
  readonly likely: () => boolean
  readonly open: () => Promise<Voice>
}

export const createVoiceDoor = (
  { read, write }: Preferences,
  load: (remember: (any: boolean) => void) => Promise<Voice>,
): VoiceDoor => {
  let opening: Promise<Voice> | null = null
  const remember = (any: boolean) => {
    if (any !== (read('voice') === 'yes')) write('voice', any ? 'yes' : 'no')
  }
  return {
    likely: () => read('voice') === 'yes',
    open: () => {
      opening ??= load(remember).catch((error: unknown) => {
        opening = null // its code was not there; it may be the next time
        throw error
      })
      return opening
    },
  }
}
