// Which language a piece of text is in, by its letters: what is published or typed does not say, and screens must.
const MONGOLIAN = /[\u1800-\u18af]/
const HAN = /[\u3007\u3400-\u9fff\uf900-\ufaff\u{20000}-\u{323af}]/u
/** Characters with the signs and figures that stand between them. */
const HAN_RUN =
  /([\u3007\u3400-\u9fff\uf900-\ufaff\u{20000}-\u{323af}](?:[^\u1800-\u18af]*[\u3007\u3400-\u9fff\uf900-\ufaff\u{20000}-\u{323af}])?)/u

export type TextLanguage = 'zh-CN' | 'mn-Mong-CN' | 'en'

/** Text with neither kind of letter is in the language around it. */
export const languageOf = (text: string, around: TextLanguage): TextLanguage =>
  MONGOLIAN.test(text) ? 'mn-Mong-CN' : HAN.test(text) ? 'zh-CN' : around

export interface ScriptRun {
  readonly text: string
  readonly chinese: boolean
}

/** A Mongolian sentence in pieces: names in characters keep their own language. Put together they are the text again. */
export const runsOf = (text: string): readonly ScriptRun[] =>
  text
    .split(HAN_RUN)
    .map((piece, index) => ({ text: piece, chinese: index % 2 === 1 }))
    .filter((run) => run.text !== '')
