// Character references of XML, and the few of HTML that table exports use.

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  ensp: '\u2002',
  emsp: '\u2003',
  middot: '·',
  bull: '•',
  yen: '¥',
  times: '×',
  ndash: '–',
  mdash: '—',
  ldquo: '“',
  rdquo: '”',
  lsquo: '‘',
  rsquo: '’',
  hellip: '…',
}

/** Unknown names stay as they are written: better seen than lost. Line ends become `\n`, as both standards say. */
export const decodeEntities = (text: string): string => {
  const lines = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text
  if (!lines.includes('&')) return lines
  return lines.replace(/&(#x[0-9a-f]+|#[0-9]+|[a-z]+);|&nbsp(?![a-z])/gi, (whole, name?: string) =>
    name === undefined ? '\u00a0' : (referred(name) ?? whole),
  )
}

const referred = (name: string): string | undefined => {
  if (!name.startsWith('#')) return NAMED[name] ?? NAMED[name.toLowerCase()]
  const hex = name[1] === 'x' || name[1] === 'X'
  const code = hex ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10)
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined
}
