// Short texts repeat in rosters (group, place, remark), and a text cut out of a large one keeps the large one alive in V8.
// The pool gives back one shared, independent copy. It holds a fixed number of texts, so unique ones only pass through.

const SLOTS = 8192
/** V8 copies slices shorter than this by itself. */
const SLICED_FROM = 13
const POOLED_UP_TO = 64

export interface StringPool {
  readonly own: (text: string) => string
}

export const createStringPool = (): StringPool => {
  const slots = new Array<string>(SLOTS).fill('')
  return {
    own: (text) => {
      if (text.length > POOLED_UP_TO) return detached(text)
      const slot = slotOf(text)
      const known = slots[slot]
      if (known === text) return known
      const copy = text.length < SLICED_FROM ? text : detached(text)
      slots[slot] = copy
      return copy
    },
  }
}

const slotOf = (text: string): number => {
  let hash = text.length
  for (let at = 0; at < text.length; at++) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0
  return hash & (SLOTS - 1)
}

const scratch = Buffer.alloc(256)

/** A copy in memory of its own; one byte per character where the text allows it. */
const detached = (text: string): string => {
  if (text.length <= scratch.length && isLatin1(text)) {
    return scratch.toString('latin1', 0, scratch.write(text, 'latin1'))
  }
  return Buffer.from(text, 'utf16le').toString('utf16le')
}

const isLatin1 = (text: string): boolean => {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0xff) return false
  return true
}
