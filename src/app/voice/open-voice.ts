// Puts the clips of a voice together in a page. Loaded when somebody records, or when a phone that has clips shows an account.
import { createPersistence } from '../../platform/persistence.ts'
import { createClipPlayer } from '../../platform/play-clips.ts'
import { systemClock } from '../../platform/system-clock.ts'
import { sha256 } from '../../platform/web-crypto.ts'
import { createVoiceClips } from '../../store/voice/voice-clips.ts'
import { Voice } from './voice.svelte.ts'

export const openVoice = async (
  view: Window & typeof globalThis,
  remember: (any: boolean) => void,
): Promise<Voice> => {
  const { storage } = view.navigator as { readonly storage: StorageManager | undefined }
  const voice = new Voice({
    clips: createVoiceClips(),
    player: createClipPlayer(view),
    sha256,
    clock: systemClock,
    remember,
    askToKeep: () => void createPersistence(storage).ask(),
  })
  await voice.look()
  return voice
}
