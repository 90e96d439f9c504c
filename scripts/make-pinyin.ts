// Writes src/server/banner/pinyin-syllables.json from pinyin-pro (development only) and the readings named here.
// Run by hand after pinyin-pro changes: `node scripts/make-pinyin.ts`. ü is written v, as on a keyboard.
import { writeFileSync } from 'node:fs'
import { pinyin } from 'pinyin-pro'

/** Unified ideographs of the basic plane, extension A and the supplementary planes; 〇 stands apart. */
const RANGES: readonly (readonly [number, number])[] = [
  [0x3007, 0x3007],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0x20000, 0x323af],
]

/** Readings as a surname, and of characters of names that the dictionary lacks. Repeating what it knows does no harm. */
const BY_HAND: Readonly<Record<string, string>> = {
  bi: '秘费',
  bo: '薄',
  chen: '谌',
  chong: '种',
  di: '翟',
  fu: '宓',
  ge: '盖葛',
  he: '黑',
  huan: '郇',
  ji: '𠮷祭纪',
  jie: '㛃',
  ju: '车',
  kui: '隗',
  mi: '宓',
  miao: '缪',
  mo: '万',
  mou: '牟',
  mu: '牟',
  na: '那娜',
  nuo: '娜',
  ou: '区',
  pang: '逄',
  piao: '朴',
  po: '繁',
  qi: '俟',
  qin: '覃',
  qiu: '仇',
  ren: '任',
  shan: '单',
  shao: '召',
  she: '折',
  shen: '谌',
  sheng: '晟盛',
  tan: '覃澹',
  wei: '𬀩隗',
  xian: '冼洗',
  xie: '解',
  xun: '郇',
  yan: '䶮燕',
  ying: '应',
  yu: '尉',
  yue: '乐',
  yun: '员贠',
  zeng: '曾',
  zha: '查扎',
  zhai: '翟祭',
  zhang: '长',
  zi: '訾',
}

const readingsOf = (character: string): readonly string[] =>
  pinyin(character, { toneType: 'none', type: 'array', multiple: true, v: true }).filter(
    (reading) => /^[a-z]+$/.test(reading), // an unknown character comes back as itself
  )

const collectSyllables = (): Map<string, Set<string>> => {
  const charactersBySyllable = new Map<string, Set<string>>()
  const add = (syllable: string, character: string) => {
    const characters = charactersBySyllable.get(syllable) ?? new Set()
    charactersBySyllable.set(syllable, characters.add(character))
  }
  for (const [first, last] of RANGES) {
    for (let code = first; code <= last; code++) {
      const character = String.fromCodePoint(code)
      for (const reading of readingsOf(character)) add(reading, character)
    }
  }
  for (const [syllable, characters] of Object.entries(BY_HAND)) {
    for (const character of characters) add(syllable, character)
  }
  return charactersBySyllable
}

const byCodePoint = (a: string, b: string) => (a.codePointAt(0) ?? 0) - (b.codePointAt(0) ?? 0)

const syllables = [...collectSyllables()]
  .toSorted(([a], [b]) => (a < b ? -1 : 1))
  .map(([syllable, characters]) => [syllable, [...characters].toSorted(byCodePoint).join('')])

writeFileSync(
  new URL('../src/server/banner/pinyin-syllables.json', import.meta.url),
  `${JSON.stringify(Object.fromEntries(syllables), null, 2)}\n`,
)
