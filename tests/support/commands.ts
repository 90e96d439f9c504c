// The command line in this process, on a data folder: what a person types, what is said, the exit code.
import { runCommand } from '../../src/cli/main.ts'

export interface Said {
  readonly code: number
  readonly out: string
  readonly err: string
}

export type Iltod = (...args: string[]) => Promise<Said>

export const commandsOn =
  (dataDir: string): Iltod =>
  async (...args) => {
    const out: string[] = []
    const err: string[] = []
    const code = await runCommand(args, {
      out: (text) => out.push(text),
      err: (text) => err.push(text),
      dataDir,
    })
    return { code, out: out.join('\n'), err: err.join('\n') }
  }
