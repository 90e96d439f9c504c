// How much of each herder screen can be read in Mongolian: what a reader has passed, and with the drafts of the demo.
import { existingCore } from './core.ts'
import { mongolianOf, splitKey } from './locale-files.ts'

export interface Share {
  readonly screen: string
  readonly words: number
  /** Shown in service. */
  readonly reviewed: number
  /** Shown in the demo: those and the drafts. */
  readonly withDrafts: number
  /** Of the drafts: attested in a published text, not composed. */
  readonly attested: number
}

const shareOf = (screen: string, keys: readonly string[]): Share => {
  const entries = keys.flatMap((key) => {
    const [area, name] = splitKey(key)
    return mongolianOf(area)[name] ?? []
  })
  return {
    screen,
    words: keys.length,
    reviewed: entries.filter(({ review }) => review === 'reviewed').length,
    withDrafts: entries.length,
    attested: entries.filter(({ source }) => /^glossary [a-z0-9_.]+$/.test(source)).length,
  }
}

/** Each screen with the words around it, and all of them together. */
export const sharesOfScreens = (): readonly Share[] => {
  const { shell, ...screens } = existingCore()
  const all = [...new Set([...shell, ...Object.values(screens).flat()])]
  return [
    ...Object.entries(screens).map(([screen, keys]) => shareOf(screen, [...shell, ...keys])),
    shareOf('all five', all),
  ]
}

const percent = (part: number, whole: number): string => `${Math.floor((100 * part) / whole)} %`

/** Rounded down: only all of them are 100 %. */
export const shareRows = (shares: readonly Share[]) =>
  shares.map(({ screen, words, reviewed, withDrafts, attested }) => ({
    screen,
    words,
    'in service': percent(reviewed, words),
    'with drafts': percent(withDrafts, words),
    attested: percent(attested, words),
  }))
