// When to try again (PULL-9): doubling from two seconds to a quarter of an hour, full jitter, never before what the server
// asked for; after success every half hour, spread so that a village that woke together does not ask together.
const FIRST_MS = 2_000
const LONGEST_MS = 15 * 60_000
const IDLE_MS = 30 * 60_000

/** `failures` ≥ 1; `roll` in [0, 1). At least half of the doubled time, at most all of it. */
export const retryDelayMs = (failures: number, roll: number, askedMs: number | null): number => {
  const whole = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 20))
  return Math.max(Math.round(whole * (0.5 + roll / 2)), Math.min(askedMs ?? 0, LONGEST_MS))
}

export const idleDelayMs = (roll: number): number => Math.round(IDLE_MS * (0.75 + roll / 2))
