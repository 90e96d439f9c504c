// Mongolian letters folded for comparison: writers and keyboards choose different letters for the same look, and leave out or add
// what joins a suffix. Only for searching: nothing folded is stored as a name, shown, or taken for an identity.

const MONGOLIAN = /[\u1820-\u1842]/
/** Free variation selectors, the vowel separator, joiners, the narrow no-break space, the stem extender. */
const CONTROLS = /[\u180a-\u180f\u200b-\u200d\u202f\u2060\ufeff]/g

export const isMongolian = (text: string): boolean => MONGOLIAN.test(text)

/** The letters alone: two names that have the same are written the same. */
export const lettersOf = (text: string): string => text.replace(CONTROLS, '').replace(/\s/g, '')

/** Letters that look alike somewhere in a word, or that writers use for one another. */
const LOOKS_LIKE: Readonly<Record<string, string>> = {
  ᠡ: 'ᠠ',
  ᠣ: 'ᠤ',
  ᠥ: 'ᠤ',
  ᠦ: 'ᠤ',
  ᠳ: 'ᠲ',
  ᠭ: 'ᠬ',
  ᠺ: 'ᠬ',
  ᠻ: 'ᠬ',
  ᠾ: 'ᠬ',
  ᠶ: 'ᠢ',
  ᠵ: 'ᠢ',
  ᠧ: 'ᠸ',
  ᠹ: 'ᠪ',
  ᠫ: 'ᠪ',
  ᠱ: 'ᠰ',
  ᠼ: 'ᠴ',
  ᠽ: 'ᠴ',
  ᡀ: 'ᠯ',
}

/** The same for all spellings of one look. Text without Mongolian letters comes back as it was. */
export const foldMongolian = (text: string): string =>
  isMongolian(text)
    ? lettersOf(text)
        .replace(/ᠩᠭᠭ?|ᠨᠭᠭ|ᠩᠬ|ᠨᠭ/g, 'ᠩ')
        .replace(/ᠶᠢ|ᠢᠶ/g, 'ᠢ')
        .replace(/[\u1820-\u1842]/g, (letter) => LOOKS_LIKE[letter] ?? letter)
        .replace(/([ᠠᠢᠤ])\1+/g, '$1')
    : text
