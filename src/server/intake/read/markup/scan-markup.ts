// A push tokenizer for XML and, forgiving, for HTML. It holds at most one unfinished tag, knows no DTD (so no entity can
// grow), and hands out names without their prefix: writers disagree about prefixes, never about local names.
import { damaged } from '../refused.ts'
import { Attributes, UNFINISHED } from './attributes.ts'
import { decodeEntities } from './entities.ts'

export interface MarkupHandler {
  /** Text is cut out and decoded only while this is true. One text may come in several pieces. */
  listening: boolean
  readonly open: (name: string, attributes: Attributes) => void
  readonly text: (piece: string) => void
  readonly close: (name: string) => void
}

/** Longer than any honest tag or comment; what is longer was built to fill memory. */
const MAX_UNFINISHED = 4_000_000
/** The longest entity worth waiting for at the end of a piece. */
const ENTITY_TAIL = 12

const SLASH = 47
const COLON = 58

export class MarkupScanner {
  readonly #handler: MarkupHandler
  readonly #html: boolean
  readonly #attributes = new Attributes()
  #rest = ''

  constructor(handler: MarkupHandler, dialect: 'xml' | 'html' = 'xml') {
    this.#handler = handler
    this.#html = dialect === 'html'
  }

  push(piece: string): void {
    const source = this.#rest === '' ? piece : this.#rest + piece
    this.#rest = ''
    let at = 0
    for (;;) {
      const less = source.indexOf('<', at)
      if (less < 0) return this.#keepTail(source, at)
      if (less > at && this.#handler.listening) this.#text(source.slice(at, less))
      const end = this.#markup(source, less)
      if (end === UNFINISHED) return this.#keep(source, less)
      at = end
    }
  }

  /** What is still open now was cut off: that is for the reader to judge, by what it has not yet seen closed. */
  end(): void {
    if (this.#rest !== '' && this.#handler.listening) this.#text(this.#rest)
    this.#rest = ''
  }

  #text(raw: string): void {
    this.#handler.text(decodeEntities(raw))
  }

  #keep(source: string, from: number): void {
    if (source.length - from > MAX_UNFINISHED) throw damaged()
    this.#rest = source.slice(from)
  }

  /** Text may go out in pieces, but never with an entity or a line end cut in two. */
  #keepTail(source: string, from: number): void {
    if (!this.#handler.listening || from >= source.length) return
    const ampersand = source.lastIndexOf('&')
    let cut = source.length
    if (ampersand >= from && source.length - ampersand < ENTITY_TAIL) cut = ampersand
    else if (source.endsWith('\r')) cut--
    if (cut > from) this.#text(source.slice(from, cut))
    this.#rest = source.slice(cut)
  }

  /** Handles the markup at `less` and answers where it ends. */
  #markup(source: string, less: number): number {
    const next = source[less + 1]
    if (next === undefined) return UNFINISHED
    if (next === '/') return this.#closeTag(source, less)
    if (next === '?') return after(source, '>', less)
    if (next === '!') return this.#declaration(source, less)
    if (!isNameStart(source.charCodeAt(less + 1))) {
      if (this.#handler.listening) this.#text('<')
      return less + 1
    }
    return this.#openTag(source, less)
  }

  #declaration(source: string, less: number): number {
    if (source.startsWith('<!--', less)) return after(source, '-->', less + 4)
    if (source.startsWith('<![CDATA[', less)) {
      const end = after(source, ']]>', less + 9)
      if (end !== UNFINISHED && this.#handler.listening) {
        this.#handler.text(source.slice(less + 9, end - 3))
      }
      return end
    }
    const undecided = '<![CDATA['.startsWith(source.slice(less)) || source.length - less < 4
    return undecided ? UNFINISHED : after(source, '>', less)
  }

  #closeTag(source: string, less: number): number {
    const greater = source.indexOf('>', less)
    if (greater < 0) return UNFINISHED
    this.#handler.close(this.#localName(source, less + 2, greater))
    return greater + 1
  }

  #openTag(source: string, less: number): number {
    const greater = this.#attributes.scan(source, less + 1)
    if (greater === UNFINISHED) return UNFINISHED
    const closed = source.charCodeAt(greater - 1) === SLASH
    const name = this.#localName(source, less + 1, closed ? greater - 1 : greater)
    this.#handler.open(name, this.#attributes)
    if (this.#html && (name === 'script' || name === 'style')) {
      return this.#skipRaw(source, greater + 1, name)
    }
    if (closed) this.#handler.close(name)
    return greater + 1
  }

  /** HTML only, where the whole text is pushed at once: no markup counts until the matching end tag. */
  #skipRaw(source: string, from: number, name: string): number {
    const found = new RegExp(`</${name}\\b[^>]*>`, 'gi')
    found.lastIndex = from
    const match = found.exec(source)
    this.#handler.close(name)
    return match ? match.index + match[0].length : source.length
  }

  #localName(source: string, from: number, end: number): string {
    let start = from
    let at = from
    for (; at < end; at++) {
      const code = source.charCodeAt(at)
      if (code <= 32 || code === SLASH) break
      if (code === COLON) start = at + 1
    }
    const name = source.slice(start, at)
    return this.#html ? name.toLowerCase() : name
  }
}

const after = (source: string, mark: string, from: number): number => {
  const found = source.indexOf(mark, from)
  return found < 0 ? UNFINISHED : found + mark.length
}

const isNameStart = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code > 127
