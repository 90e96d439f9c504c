// The attributes of the tag at hand: where they stand is noted while the end of the tag is looked for, what they say is cut
// out only when asked. One object serves all tags; what a handler wants to keep it takes out at once.
import { decodeEntities } from './entities.ts'

export const UNFINISHED = -1

const EQUALS = 61
const GREATER = 62
const DOUBLE_QUOTE = 34
const SINGLE_QUOTE = 39
const COLON = 58
/** Per attribute: where its name ends, where its value begins and ends. */
const MARKS = 3

export class Attributes {
  #source = ''
  #from = 0
  #end = 0
  #marks: number[] = []
  #count = 0

  /** Notes the tag whose name begins at `from` and answers where its `>` stands. */
  scan(source: string, from: number): number {
    this.#source = source
    this.#from = from
    this.#count = 0
    for (let at = from; at < source.length; at++) {
      const code = source.charCodeAt(at)
      if (code === GREATER) return (this.#end = at)
      if (code !== EQUALS) continue
      at = this.#value(at)
      if (at < 0) return UNFINISHED
    }
    return UNFINISHED
  }

  /** By local name (`id` finds `r:id`), in lower or upper case as HTML allows; the first one wins. */
  get(name: string): string | undefined {
    for (let mark = 0; mark < this.#count; mark += MARKS) {
      if (named(this.#source, this.#marks[mark]!, name)) {
        return decodeEntities(this.#source.slice(this.#marks[mark + 1], this.#marks[mark + 2]))
      }
    }
    return undefined
  }

  /** A whole number, or `otherwise`. */
  integer(name: string, otherwise: number): number {
    const text = this.get(name)
    if (text === undefined) return otherwise
    const value = Number(text)
    return Number.isSafeInteger(value) ? value : otherwise
  }

  /** Also without a value, as HTML has them (`x:num`, `hidden`). */
  has(name: string): boolean {
    if (this.get(name) !== undefined) return true
    const words = this.#source
      .slice(this.#from, this.#end)
      .replace(/=\s*("[^"]*"|'[^']*'|\S*)/g, '=')
    return words
      .toLowerCase()
      .split(/\s+/)
      .some((word, index) => index > 0 && (word === name || word.endsWith(`:${name}`)))
  }

  /** Notes the value behind the `=` at `equals`; answers where it ends. A `>` in quotes is part of it. */
  #value(equals: number): number {
    const source = this.#source
    let start = equals + 1
    while (source.charCodeAt(start) <= 32) start++
    const quote = source.charCodeAt(start)
    if (quote !== DOUBLE_QUOTE && quote !== SINGLE_QUOTE) return this.#bareValue(equals, start)
    const close = source.indexOf(quote === DOUBLE_QUOTE ? '"' : "'", start + 1)
    if (close >= 0) this.#note(equals, start + 1, close)
    return close
  }

  /** HTML only: up to a blank or the end of the tag. */
  #bareValue(equals: number, start: number): number {
    let end = start
    while (this.#source.charCodeAt(end) > 32 && this.#source.charCodeAt(end) !== GREATER) end++
    this.#note(equals, start, end)
    return end - 1
  }

  #note(equals: number, start: number, end: number): void {
    this.#marks[this.#count++] = equals
    this.#marks[this.#count++] = start
    this.#marks[this.#count++] = end
  }
}

/** Whether what stands before `equals` is `name`, alone or after a blank or a prefix. */
const named = (source: string, equals: number, name: string): boolean => {
  let end = equals
  while (source.charCodeAt(end - 1) <= 32) end--
  const start = end - name.length
  const before = source.charCodeAt(start - 1)
  if (before > 32 && before !== COLON) return false
  return (
    source.startsWith(name, start) || source.slice(start, end).toLowerCase() === name.toLowerCase()
  )
}
