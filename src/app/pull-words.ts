// From what the pull lane reports to the words that stand for it.
import type { PullFailure } from '../sync/pull/failure.ts'
import type { Key } from './words-keys.ts'
import type { Translate } from './words.svelte.ts'

/** A refusal has its own sentence; everything else is a sentence about the way. */
export const failureKey = (failure: PullFailure): Key =>
  failure.kind === 'refused' ? `refusal.${failure.refusal.kind}` : `refusal.pull.${failure.kind}`

const SHARED: Readonly<Record<string, Key>> = {
  catalogue: 'shell.fetched.catalogue',
  policies: 'shell.fetched.policies',
  trust: 'shell.fetched.trust',
  heads: 'shell.fetched.heads',
  content: 'shell.fetched.content',
  records: 'shell.fetched.records',
}

/** Name of what is on its way; `null` while it is still being asked what there is. */
export const fetchedName = (
  what: string | null,
  nameOf: (site: string) => string,
  t: Translate,
): string => {
  if (what === null) return t('shell.fetched.heads')
  const key = SHARED[what]
  return key === undefined ? nameOf(what) : t(key)
}
