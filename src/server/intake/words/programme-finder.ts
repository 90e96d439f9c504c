// Names of programmes in titles, columns and heads → the catalogue. A title that names two is not decided by us.
import type { Programme } from '../../../domain/programme/schema.ts'
import { compactText } from '../cells/cell-text.ts'

export interface ProgrammeFinder {
  /** In running text. Null when none or more than one is meant. */
  readonly find: (text: string) => Programme | null
  /** By a short word of a head or a crop column (禁牧, 玉米) in the light of the title. */
  readonly findByWord: (word: string, context: string) => Programme | null
}

interface Name {
  readonly text: string
  readonly programme: Programme
}

/** Typos of official pages (DOMAIN §2.7) and marks that don't distinguish. */
const fold = (text: string): string =>
  compactText(text)
    .replaceAll('蓄', '畜')
    .replace(/[()《》“”"'、,，/·\-—_\s]/g, '')

const SHORT = 2

export const createProgrammeFinder = (programmes: readonly Programme[]): ProgrammeFinder => {
  const names: Name[] = programmes
    .flatMap((programme) =>
      [programme.name, ...programme.aliases].map((name) => ({ text: fold(name), programme })),
    )
    .sort((a, b) => b.text.length - a.text.length)
  const exact = new Map<string, Programme>()
  for (const { text, programme } of [...names].reverse()) exact.set(text, programme)
  for (const programme of programmes) exact.set(fold(programme.name), programme)

  const find = (raw: string): Programme | null => {
    const text = fold(raw)
    const whole = exact.get(text) ?? exact.get(text.replace(/(?:资金|补贴资金|发放)$/, ''))
    if (whole) return whole
    const hits = occurrences(text, names)
    const long = hits.filter((hit) => hit.text.length > SHORT)
    const meant = long.length > 0 ? long : hits
    const first = meant[0]
    if (!first || meant.some((hit) => hit.programme.id !== first.programme.id)) return null
    const rival = hits.find(
      (hit) =>
        hit.programme.id !== first.programme.id &&
        hit.at < first.at &&
        /^[和及与]?$/.test(text.slice(hit.at + hit.text.length, first.at)),
    )
    return rival ? null : first.programme
  }

  const findByWord = (raw: string, context: string): Programme | null => {
    const word = fold(raw)
    if (word.length < 2) return null
    const sure = exact.get(word)
    if (sure) return sure
    const holding = names.filter(({ text }) => text.startsWith(word))
    const around = fold(context)
    const best = holding
      .map((name) => ({ name, score: likeness(name.text, around) - name.text.length / 100 }))
      .sort((a, b) => b.score - a.score)[0]
    return best?.name.programme ?? null
  }

  return { find, findByWord }
}

interface Hit extends Name {
  readonly at: number
}

/** Longest names first, none overlapping another. */
const occurrences = (text: string, names: readonly Name[]): Hit[] => {
  const hits: Hit[] = []
  for (const name of names) {
    for (let at = text.indexOf(name.text); at >= 0; at = text.indexOf(name.text, at + 1)) {
      const end = at + name.text.length
      if (hits.every((hit) => end <= hit.at || at >= hit.at + hit.text.length)) {
        hits.push({ ...name, at })
      }
    }
  }
  return hits.sort((a, b) => a.at - b.at)
}

/** Share of two-character pieces of `name` that occur in `context`. */
const likeness = (name: string, context: string): number => {
  let common = 0
  for (let i = 0; i + 2 <= name.length; i++) if (context.includes(name.slice(i, i + 2))) common++
  return common / Math.max(1, name.length - 1)
}
