// What every command of the command line is.

/** Where a command writes; tests give their own. */
export interface CommandIo {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  readonly dataDir: string
}

/** Resolves to the exit code. Throws only for what a person can't mend at the keyboard. */
export type Command = (args: string[], io: CommandIo) => Promise<number>
