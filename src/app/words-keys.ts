// The names of all words, taken from the reference language: a key that zh-CN lacks does not compile.
import type account from '../../locales/zh-CN/account.json'
import type aloud from '../../locales/zh-CN/aloud.json'
import type ask from '../../locales/zh-CN/ask.json'
import type boards from '../../locales/zh-CN/boards.json'
import type choose from '../../locales/zh-CN/choose.json'
import type error from '../../locales/zh-CN/error.json'
import type help from '../../locales/zh-CN/help.json'
import type home from '../../locales/zh-CN/home.json'
import type install from '../../locales/zh-CN/install.json'
import type kit from '../../locales/zh-CN/kit.json'
import type picture from '../../locales/zh-CN/picture.json'
import type place from '../../locales/zh-CN/place.json'
import type policy from '../../locales/zh-CN/policy.json'
import type programme from '../../locales/zh-CN/programme.json'
import type print from '../../locales/zh-CN/print.json'
import type refusal from '../../locales/zh-CN/refusal.json'
import type scan from '../../locales/zh-CN/scan.json'
import type settings from '../../locales/zh-CN/settings.json'
import type sheet from '../../locales/zh-CN/sheet.json'
import type shell from '../../locales/zh-CN/shell.json'
import type start from '../../locales/zh-CN/start.json'
import type voice from '../../locales/zh-CN/voice.json'
import type word from '../../locales/zh-CN/word.json'

interface Areas {
  account: typeof account
  aloud: typeof aloud
  ask: typeof ask
  boards: typeof boards
  choose: typeof choose
  error: typeof error
  help: typeof help
  home: typeof home
  install: typeof install
  kit: typeof kit
  picture: typeof picture
  place: typeof place
  policy: typeof policy
  programme: typeof programme
  print: typeof print
  refusal: typeof refusal
  scan: typeof scan
  settings: typeof settings
  sheet: typeof sheet
  shell: typeof shell
  start: typeof start
  voice: typeof voice
  word: typeof word
}

export type Area = keyof Areas
/** `area.thing.part`. The forms of a plural (`_one`, `_other`) are one key. */
export type Key = { [A in Area]: `${A}.${Singular<keyof Areas[A] & string>}` }[Area]
type Singular<K extends string> = K extends `${infer Stem}_other`
  ? Stem
  : K extends `${string}_one`
    ? never
    : K

export const LANGUAGES = ['zh-CN', 'en', 'mn-Mong-CN'] as const
export type Language = (typeof LANGUAGES)[number]

/** A Mongolian word says where it was attested, or that it was composed, and whether a native reader has passed it. */
export interface ReviewedWord {
  readonly text: string
  readonly review: 'draft' | 'reviewed'
  readonly source: string
}
export type WordFile = Readonly<Record<string, string | ReviewedWord>>
