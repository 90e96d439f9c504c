// HTML as text, everything escaped unless it is markup already.
declare const markupBrand: unique symbol
export interface Markup {
  readonly text: string
  readonly [markupBrand]?: never
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

type Part = string | number | Markup | readonly Markup[] | null

const escapeText = (text: string): string => text.replace(/[&<>"']/g, (c) => ESCAPES[c] ?? c)

const render = (part: Part): string => {
  if (part === null) return ''
  if (typeof part === 'string' || typeof part === 'number') return escapeText(String(part))
  if ('text' in part) return part.text
  return part.map(({ text }) => text).join('')
}

/** Tagged template: strings and numbers are escaped, markup is put in as it is. */
export const html = (strings: TemplateStringsArray, ...parts: readonly Part[]): Markup => ({
  text: strings.reduce(
    (out, piece, i) => out + piece + (i < parts.length ? render(parts[i]!) : ''),
    '',
  ),
})
