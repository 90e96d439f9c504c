// Lives seeds one after the other until one shows that something was lost, doubled, misdirected or said too early; as a program,
// `node until-caught.ts COUNT`, for planted faults (tests/mutants). Prints one line of JSON.
import { simulateField } from './field-simulation.ts'

export interface Caught {
  /** Null: every life went well. */
  readonly seed: number | null
  readonly violation: string | null
  readonly lived: number
}

export const liveUntilCaught = async (count: number): Promise<Caught> => {
  for (let seed = 1; seed <= count; seed++) {
    const { violations } = await simulateField(seed)
    const [violation] = violations
    if (violation !== undefined) return { seed, violation, lived: seed }
  }
  return { seed: null, violation: null, lived: count }
}

if (process.argv[1] === import.meta.filename)
  process.stdout.write(JSON.stringify(await liveUntilCaught(Number(process.argv[2] ?? 300))))
