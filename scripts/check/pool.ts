// Runs steps in two lanes beside each other, in each one after another in the order given and each after those it names, and tells
// how it goes.
import { failedCheck, type Outcome, type Step } from './step.ts'

const STILL_RUNNING_MS = 30_000

export interface Telling {
  readonly started: (step: Step) => void
  readonly ended: (step: Step, outcome: Outcome, ms: number) => void
  /** Twice a minute while something runs long, so that silence never looks like a hang. */
  readonly stillRunning: (names: readonly string[]) => void
}

const mayStart = (
  step: Step,
  ended: ReadonlyMap<string, Outcome>,
  running: ReadonlySet<Step>,
): boolean =>
  ![...running].some(({ lane }) => lane === step.lane) &&
  step.after.every((name) => ended.has(name))

const runOne = async (step: Step, tell: Telling): Promise<Outcome> => {
  tell.started(step)
  const startedMs = performance.now()
  const outcome = await step
    .run()
    .catch((error: unknown) => failedCheck(error instanceof Error ? error.message : String(error)))
  tell.ended(step, outcome, performance.now() - startedMs)
  return outcome
}

/** Outcomes in the order in which steps ended. Never rejects: a step that throws has failed. */
export const runSteps = async (
  steps: readonly Step[],
  tell: Telling,
): Promise<ReadonlyMap<string, Outcome>> => {
  const waiting = [...steps]
  const running = new Set<Step>()
  const ended = new Map<string, Outcome>()
  const timer = setInterval(() => {
    tell.stillRunning([...running].map(({ name }) => name))
  }, STILL_RUNNING_MS)
  await new Promise<void>((done) => {
    const advance = (): void => {
      for (;;) {
        const next = waiting.findIndex((step) => mayStart(step, ended, running))
        const [step] = next < 0 ? [] : waiting.splice(next, 1)
        if (!step) break
        running.add(step)
        void runOne(step, tell).then((outcome) => {
          running.delete(step)
          ended.set(step.name, outcome)
          advance()
        })
      }
      if (running.size === 0) done()
    }
    advance()
  })
  clearInterval(timer)
  for (const { name, after } of waiting)
    ended.set(name, failedCheck(`${name} waited for ${after.join(', ')}, which never ended`))
  return ended
}
