// The first half of an import: the file read and understood in the limited child process. Needs neither store nor keys and
// loads nothing of them, so that the child can work while they are opened.
import path from 'node:path'
import type { Result } from '../../base/result.ts'
import type { ReadError } from '../intake/grid.ts'
import { workInChild } from '../intake/read/read-in-child.ts'
import type { ImportDraft, ImportWorkArgs } from './import-work.ts'

const IMPORT_WORK = new URL('./import-work.ts', import.meta.url)
const TIME_MS = 120_000
const MEMORY_MB = 4096

/** Rejects only where our own code failed, or `signal` ended it. */
export const readDraft = (
  file: string,
  dataDir: string,
  signal?: AbortSignal,
): Promise<Result<ImportDraft, ReadError>> =>
  workInChild<ImportDraft>({
    file,
    module: IMPORT_WORK,
    args: { fileName: path.basename(file), dataDir } satisfies ImportWorkArgs,
    timeMs: TIME_MS,
    memoryMb: MEMORY_MB,
    signal,
  })
