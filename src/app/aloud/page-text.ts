// Policies and notices as sentences to be read aloud: the words as they stand, figures left to the voice, names made sayable.
import { cardFields } from '../policies.ts'
import type { Policy } from '../../domain/policy/schema.ts'
import type { Translate } from '../words.svelte.ts'
import { pronounce } from './pronounce.ts'

/** A voice takes breath between them, and can be stopped there. */
export const toSentences = (text: string): string[] =>
  (pronounce(text).match(/[^。！？；\n]+[。！？；]?/g) ?? [])
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '')

/** Only items that were collected: what is missing is said on the page, and tires the ear. */
export const sayPolicy = (policy: Policy, t: Translate): string[] => [
  pronounce(policy.title),
  ...cardFields(policy).flatMap(({ name, field }) =>
    field ? [t(`policy.field.${name}`), ...toSentences(field.text)] : [],
  ),
]

export const sayPost = (post: { readonly title: string; readonly text: string }): string[] => [
  pronounce(post.title),
  ...toSentences(post.text),
]
