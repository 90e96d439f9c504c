// Ordinals of a payee's lines within a roster. Versions keep the keys of lines that stay (PACK-7).

interface Content {
  readonly quantity: number | null
  readonly rate: number | null
  readonly amountFen: number | null
}

const sameContent = (a: Content, b: Content): boolean =>
  a.quantity === b.quantity && a.rate === b.rate && a.amountFen === b.amountFen

/**
 * Ordinals for `lines` of one payee, given the same payee's lines in the version before. Lines with equal content keep
 * theirs; as many others as there are old ones left take those in order (they are changed lines); the rest count on.
 */
export const assignOrdinals = (
  lines: readonly Content[],
  before: readonly (Content & { readonly ordinal: number })[],
): number[] => {
  const free = [...before].sort((a, b) => a.ordinal - b.ordinal)
  let next = free.reduce((most, line) => Math.max(most, line.ordinal), 0) + 1
  const ordinals = lines.map((line) => {
    const at = free.findIndex((old) => sameContent(old, line))
    return at < 0 ? 0 : free.splice(at, 1)[0]!.ordinal
  })
  return ordinals.map((ordinal) => {
    if (ordinal !== 0) return ordinal
    return free.shift()?.ordinal ?? next++
  })
}
