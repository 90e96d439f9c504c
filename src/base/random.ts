// Randomness as an argument: the system's for keys, salts and ids; a seeded one for tests and for the measured banner.
import type { Bytes } from './bytes.ts'

export interface Random {
  /** `length` bytes. Cryptographically strong except in tests and generators. */
  readonly bytes: (length: number) => Bytes
}

/** Deterministic 32-bit generator (xoshiro128**, Blackman & Vigna 2018). For tests and generated banners, never for keys. */
export const createSeededRandom = (seed: number): Random & { readonly unit: () => number } => {
  let state = seed >>> 0
  const splitMix = () => {
    state = (state + 0x9e3779b9) >>> 0
    let z = state
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b)
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35)
    return (z ^ (z >>> 16)) >>> 0
  }
  let [a, b, c, d] = [splitMix(), splitMix(), splitMix(), splitMix()]
  const rotate = (x: number, k: number) => ((x << k) | (x >>> (32 - k))) >>> 0
  const next = () => {
    const out = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0
    const t = (b << 9) >>> 0
    c = (c ^ a) >>> 0
    d = (d ^ b) >>> 0
    b = (b ^ c) >>> 0
    a = (a ^ d) >>> 0
    c = (c ^ t) >>> 0
    d = rotate(d, 11)
    return out
  }
  return {
    unit: () => next() / 0x1_0000_0000,
    bytes: (length) => Uint8Array.from({ length }, () => next() & 0xff),
  }
}
