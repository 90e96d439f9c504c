// Which encoding a text file is in, decided by its bytes alone: a byte order mark, the zero bytes of UTF-16, strict UTF-8,
// else GB18030 (which holds GBK and GB2312). What none of them can decode is not text.

/** Undefined where the bytes are no text in any of these encodings. */
export const decodeText = (bytes: Uint8Array): string | undefined => {
  const label = marked(bytes) ?? wide(bytes)
  if (label !== undefined) return readable(strict(bytes, label))
  return readable(strict(bytes, 'utf-8') ?? strict(bytes, 'gb18030'))
}

const marked = (bytes: Uint8Array): string | undefined => {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 'utf-8' : undefined
}

const SAMPLE_BYTES = 8192

/** Digits, commas and line ends have a zero byte in UTF-16, always on the same side. */
const wide = (bytes: Uint8Array): string | undefined => {
  const length = Math.min(bytes.length, SAMPLE_BYTES)
  const zeros = [0, 0]
  for (let at = 0; at < length; at++) if (bytes[at] === 0) zeros[at & 1]!++
  const [even = 0, odd = 0] = zeros
  const enough = length / 256
  if (odd > enough && even === 0) return 'utf-16le'
  return even > enough && odd === 0 ? 'utf-16be' : undefined
}

/** The decoder takes the byte order mark away. */
const strict = (bytes: Uint8Array, label: string): string | undefined => {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** Control characters other than blanks and line ends do not occur in tables; programs and pictures are full of them. */
const readable = (text: string | undefined): string | undefined =>
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  text === undefined || /[\0-\x06\x0e-\x1a]/.test(text.slice(0, 65_536)) ? undefined : text
