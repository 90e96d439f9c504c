// A file from beginning to end: read and understood in a limited child process, judged by its findings, stored as a whole or
// not at all. The command line and, later, the desk use this one way (DESIGN §6).
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { err, ok, type Result } from '../../base/result.ts'
import type { CorrectionReason } from '../../domain/roster/schema.ts'
import type { Finding } from '../intake/findings.ts'
import type { ReadError } from '../intake/grid.ts'
import type { DraftedRoster, ImportDraft } from './import-work.ts'
import { unpackLines } from './line-columns.ts'
import { readDraft } from './read-draft.ts'
import type { Instance } from '../instance.ts'
import { importRosters } from '../registry/import-rosters.ts'
import type { ImportedRoster, ImportError, ImportRoster } from '../registry/import-types.ts'
import { takeLock } from '../store/lock.ts'

export interface ImportFileOptions {
  readonly who: string
  /** The clerk has seen the `ask` findings and says yes; rows without ID may then be linked by name and group. */
  readonly accept: boolean
  readonly correction: { readonly reason: CorrectionReason; readonly text: string } | null
  readonly progress?: (rows: number) => void
}

export type ImportFileError =
  | ImportError
  | { readonly kind: 'unreadable'; readonly error: ReadError }
  | { readonly kind: 'stopped'; readonly findings: readonly Finding[] }
  | { readonly kind: 'asked'; readonly findings: readonly Finding[] }
  | { readonly kind: 'invented-people'; readonly rows: number } // of the demo, in an instance that is none
  | { readonly kind: 'year-missing' } // no year anywhere in the file or its name
  | { readonly kind: 'busy' } // another import holds the lock

export interface ImportedFile {
  readonly rosters: readonly ImportedRoster[]
  readonly findings: readonly Finding[]
}

/** A fifth of the lease; each renewal is a write of its own. */
const RENEW_EVERY_MS = 6_000

const judgeFindings = (
  findings: readonly Finding[],
  accept: boolean,
): Result<null, ImportFileError> => {
  const stops = findings.filter((finding) => finding.level === 'stop')
  if (stops.length > 0) return err({ kind: 'stopped', findings: stops })
  const asks = findings.filter((finding) => finding.level === 'ask')
  return asks.length > 0 && !accept ? err({ kind: 'asked', findings: asks }) : ok(null)
}

/** Null when something is missing that no finding stops: only the year can be. */
const wholeRoster = (roster: DraftedRoster): ImportRoster | null => {
  const { site, programme, year } = roster
  return site === null || programme === null || year === null
    ? null
    : { ...roster, site, programme, year, lines: unpackLines(roster.lines) }
}

/** No county has it: invented people's numbers begin with it, and nobody else's. */
const UNASSIGNED_AREA = '152299'

const countInvented = (draft: ImportDraft): number =>
  draft.rosters
    .flatMap((roster) => roster.lines.idNumber)
    .filter((idNumber) => idNumber?.startsWith(UNASSIGNED_AREA)).length

const storeDraft = async (
  instance: Instance,
  file: string,
  draft: ImportDraft,
  options: ImportFileOptions,
): Promise<Result<readonly ImportedRoster[], ImportFileError>> => {
  const rosters = draft.rosters.map(wholeRoster)
  const whole = rosters.filter((roster) => roster !== null)
  if (whole.length < rosters.length) return err({ kind: 'year-missing' })
  const { store, clock, box, dataDir, banner } = instance
  const holder = instance.publisher.holder
  const lock = await takeLock({ db: store.db, clock, holder }, 'import')
  if (!lock) return err({ kind: 'busy' })
  let renewedMs = clock.monotonic()
  const progress = (rows: number) => {
    if (clock.monotonic() - renewedMs > RENEW_EVERY_MS) {
      renewedMs = clock.monotonic()
      void lock.renew()
    }
    options.progress?.(rows)
  }
  try {
    return await importRosters(
      { db: store.db, clock, box, dataDir, programmes: banner.programmes, progress },
      {
        fileName: path.basename(file),
        bytes: readFileSync(file),
        who: options.who,
        rosters: whole,
        linkByName: options.accept,
        correction: options.correction,
      },
    )
  } finally {
    await lock.release()
  }
}

/** `reading`: begun by the caller before the instance was open. */
export const importFile = async (
  instance: Instance,
  file: string,
  options: ImportFileOptions,
  reading: ReturnType<typeof readDraft> = readDraft(file, instance.dataDir),
): Promise<Result<ImportedFile, ImportFileError>> => {
  const draft = await reading
  if (!draft.ok) return err({ kind: 'unreadable', error: draft.error })
  const invented = instance.demo ? 0 : countInvented(draft.value)
  if (invented > 0) return err({ kind: 'invented-people', rows: invented })
  const { findings } = draft.value
  const judged = judgeFindings(findings, options.accept)
  if (!judged.ok) return judged
  const stored = await storeDraft(instance, file, draft.value, options)
  return stored.ok ? ok({ rosters: stored.value, findings }) : stored
}
