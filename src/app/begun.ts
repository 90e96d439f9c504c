// Whether anything was ever kept on this device, known before its store has opened: so the first screen is drawn as what it will be, and
// not as another one first. A hint: once the store has opened, what it holds counts.
import type { Published } from '../store/published/published.ts'
import type { Preferences } from './display.svelte.ts'

const NAME = 'begun'

export const readBegun = (preferences: Preferences, opening: Promise<Published>): boolean => {
  const begun = preferences.read(NAME) === 'yes'
  void opening.then((published) => {
    let known = begun
    const look = () => {
      const holds = published.follows().length > 0
      if (holds !== known) preferences.write(NAME, holds ? 'yes' : 'no')
      known = holds
    }
    look()
    published.subscribe(look)
  })
  return begun
}
