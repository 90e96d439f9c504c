// What happens next with something one wrote, as one sentence.
import type { NextStep } from '../domain/event/item.ts'
import { ERRORS, FAULTS } from '../protocol/errors.ts'
import { formatClock, formatMoment } from './format.ts'
import type { Key } from './words-keys.ts'
import type { Translate } from './words.svelte.ts'

/** A code of a newer server has no words here yet; then the sentence does without a reason. */
export const reasonKey = (code: string): Key | null =>
  code in ERRORS || code in FAULTS
    ? `error.${code as keyof typeof ERRORS | keyof typeof FAULTS}`
    : null

export const nextWords = (next: NextStep, t: Translate): string => {
  const reasonOf = (code: string): string => {
    const key = reasonKey(code)
    return key === null ? '' : t(key)
  }
  switch (next.kind) {
    case 'tries-again':
      return `${reasonOf(next.because)} ${t('ask.next.tries-again', {
        day: formatMoment(next.atMs, t),
        time: formatClock(next.atMs),
      })}`.trim()
    case 'decide':
      return reasonOf(next.because) || t('ask.next.decide')
    case 'update-app':
      return `${reasonOf(next.because)} ${t(`ask.next.${next.kind}`)}`.trim()
    default:
      return t(`ask.next.${next.kind}`)
  }
}
