// `iltod import FILE… [--accept] [--correct figure|identity|privacy --reason "…"]`. Only begins: the first file is being read
// while store, keys and all that an import needs are still loaded.
import { parseArgs } from 'node:util'
import type { CorrectionReason } from '../domain/roster/schema.ts'
import { readDraft } from '../server/importing/read-draft.ts'
import type { Command } from './command.ts'

const USAGE = '用法：import 文件… [--accept] [--correct figure|identity|privacy --reason "理由"]'
const REASONS: readonly CorrectionReason[] = ['figure', 'identity', 'privacy']

const readArguments = (args: string[]) => {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        accept: { type: 'boolean', default: false },
        correct: { type: 'string' },
        reason: { type: 'string', default: '' },
      },
    })
  } catch {
    return null
  }
}

/** Undefined when it is called wrongly, null when nothing is to be corrected. */
const readCorrection = (correct: string | undefined, text: string) => {
  if (correct === undefined) return null
  const reason = REASONS.find((known) => known === correct)
  return reason && { reason, text }
}

export const importCommand: Command = async (args, io) => {
  const parsed = readArguments(args)
  const [first] = parsed?.positionals ?? []
  const correction = parsed && readCorrection(parsed.values.correct, parsed.values.reason)
  if (!parsed || first === undefined || correction === undefined) {
    io.err(USAGE)
    return 64
  }
  const begun = new AbortController()
  const reading = readDraft(first, io.dataDir, begun.signal)
  reading.catch(() => undefined) // told by whoever waits for it, if anybody comes to
  try {
    const { importFiles } = await import('./import-files.ts')
    const options = { who: 'cli', accept: parsed.values.accept, correction }
    return await importFiles({ files: parsed.positionals, options, reading }, io)
  } finally {
    begun.abort()
  }
}
