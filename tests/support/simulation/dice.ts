// Chance from a seed: the same seed, the same life.
import { createSeededRandom } from '../../../src/base/random.ts'

export interface Dice {
  readonly unit: () => number
  readonly below: (n: number) => number
  readonly pick: <T>(values: readonly T[]) => T
}

export const createDice = (seed: number): Dice => {
  const { unit } = createSeededRandom(seed)
  const below = (n: number) => Math.floor(unit() * n)
  return { unit, below, pick: (values) => values[below(values.length)]! }
}
