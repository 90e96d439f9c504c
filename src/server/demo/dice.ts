// A seeded generator with the throws that invented data needs. The same seed gives the same data on every machine.
import { createSeededRandom } from '../../base/random.ts'

export interface Dice {
  /** 0 ≤ x < 1. */
  readonly unit: () => number
  readonly chance: (probability: number) => boolean
  /** Integer, both ends included. */
  readonly between: (lowest: number, highest: number) => number
  readonly pick: <T>(list: readonly T[]) => T
  /** Skewed to the right as areas are: half below `median`, a few far above. */
  readonly logNormal: (median: number, sigma: number) => number
}

export const createDice = (seed: number): Dice => {
  const { unit } = createSeededRandom(seed)
  const between = (lowest: number, highest: number) =>
    lowest + Math.floor(unit() * (highest - lowest + 1))
  // Box–Muller; 1 − u keeps the logarithm's argument above zero
  const normal = () => Math.sqrt(-2 * Math.log(1 - unit())) * Math.cos(2 * Math.PI * unit())
  return {
    unit,
    between,
    chance: (probability) => unit() < probability,
    pick: (list) => list[between(0, list.length - 1)]!,
    logNormal: (median, sigma) => median * Math.exp(sigma * normal()),
  }
}
