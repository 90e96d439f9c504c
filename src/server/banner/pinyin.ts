// How characters are read aloud, for search by pinyin and initials. Only readings of characters that occur are published,
// so the table of all of them (made by scripts/make-pinyin.ts) never leaves the server.
import { readFileSync } from 'node:fs'

/** Syllable without tone (ü as v) → the characters read so, in order of their code points. */
export type Readings = Record<string, string>

let syllables: Readings | null = null

const allReadings = (): Readings =>
  (syllables ??= JSON.parse(
    readFileSync(new URL('pinyin-syllables.json', import.meta.url), 'utf8'),
  ) as Readings)

/**
 * Every reading of every character of `texts`, surname readings included. A character without known reading, Latin letters
 * and signs are left out. The same characters give the same record, whatever their order.
 */
export const readingsFor = (texts: Iterable<string>): Readings => {
  const occurring = new Set<string>()
  for (const text of texts) for (const character of text) occurring.add(character)
  const readings: Readings = {}
  for (const [syllable, characters] of Object.entries(allReadings())) {
    const met = [...characters].filter((character) => occurring.has(character)).join('')
    if (met !== '') readings[syllable] = met
  }
  return readings
}
