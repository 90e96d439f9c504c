// Text as Excel's "CSV" on Chinese Windows writes it. Runtimes only decode GB18030, so the encoder is the decoder reversed.

const decoder = new TextDecoder('gb18030', { fatal: false, ignoreBOM: true })
const REPLACEMENT = '\uFFFD'

type Codes = ReadonlyMap<string, readonly number[]>
let basicPlane: Codes | null = null

const decodeOne = (bytes: readonly number[]): string => decoder.decode(Uint8Array.from(bytes))

/** Two-byte codes first: where both exist they are the shorter spelling. */
const collectBasicPlane = (): Codes => {
  const codes = new Map<string, readonly number[]>()
  const take = (bytes: readonly number[]) => {
    const text = decodeOne(bytes)
    if ([...text].length === 1 && text !== REPLACEMENT && !codes.has(text)) codes.set(text, bytes)
  }
  for (let code = 0; code < 0x80; code++) take([code])
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) if (trail !== 0x7f) take([lead, trail])
  }
  for (let linear = 0; linear < 39_420; linear++) take(fourBytes(linear, 0x81))
  return codes
}

/** GB18030's mixed-radix numbering of four-byte codes, counted from `lead` 30 81 30. */
const fourBytes = (linear: number, lead: number): readonly number[] => [
  lead + Math.floor(linear / 12_600),
  0x30 + (Math.floor(linear / 1260) % 10),
  0x81 + (Math.floor(linear / 10) % 126),
  0x30 + (linear % 10),
]

/** Throws on a lone surrogate: the demo's own text has none. */
export const encodeGb18030 = (text: string): Uint8Array => {
  basicPlane ??= collectBasicPlane()
  const bytes: number[] = []
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    const known = code < 0x1_0000 ? basicPlane.get(character) : fourBytes(code - 0x1_0000, 0x90)
    if (!known) throw new Error(`invariant: U+${code.toString(16)} has no GB18030 code`)
    bytes.push(...known)
  }
  return Uint8Array.from(bytes)
}
