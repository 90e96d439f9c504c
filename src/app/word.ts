// One word of the interface as something to be said: what parts of a screen take where a language is not yet chosen.
import type { Key } from './words-keys.ts'
import type { Say, Values } from './words.svelte.ts'

export const word =
  (key: Key, values?: Values): Say =>
  (t) =>
    t(key, values)
