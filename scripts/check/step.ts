// What `npm test` is made of: steps that end in counts, run in two lanes.

export interface Outcome {
  readonly passed: number
  readonly failed: number
  /** Counted nowhere else, said beside the counts. */
  readonly skipped: number
  /** What a person needs to mend the failures; empty when there are none. */
  readonly complaints: readonly string[]
}

export interface Step {
  readonly name: string
  /** Steps that must have ended before; a failed one does not hold this one back. */
  readonly after: readonly string[]
  /** Beside: it only computes, and nothing waits for it; it gets what time the main lane leaves. */
  readonly lane: 'main' | 'beside'
  readonly run: () => Promise<Outcome>
}

export const passedCheck: Outcome = { passed: 1, failed: 0, skipped: 0, complaints: [] }

export const failedCheck = (complaint: string): Outcome => ({
  passed: 0,
  failed: 1,
  skipped: 0,
  complaints: [complaint],
})

export const total = (outcomes: readonly Outcome[]): Outcome => ({
  passed: outcomes.reduce((sum, { passed }) => sum + passed, 0),
  failed: outcomes.reduce((sum, { failed }) => sum + failed, 0),
  skipped: outcomes.reduce((sum, { skipped }) => sum + skipped, 0),
  complaints: outcomes.flatMap(({ complaints }) => complaints),
})
