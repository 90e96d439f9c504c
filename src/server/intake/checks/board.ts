// Where a finding is told: with the roster it concerns, or with the file.
import type { Finding } from '../findings.ts'
import type { DraftRoster } from '../rows/lines.ts'

export interface Board {
  readonly tellRoster: (roster: DraftRoster, findings: readonly Finding[]) => void
  readonly tellFile: (findings: readonly Finding[]) => void
  /** With the first roster that has a line of the finding's row; with the file where none has. */
  readonly tellRow: (findings: readonly Finding[]) => void
  readonly ofRoster: (roster: DraftRoster) => readonly Finding[]
  readonly ofFile: () => readonly Finding[]
}

export const createBoard = (drafts: readonly DraftRoster[]): Board => {
  const file: Finding[] = []
  const byRoster = new Map<DraftRoster, Finding[]>(drafts.map((draft) => [draft, []]))
  let owners: ReadonlyMap<string, DraftRoster> | null = null
  const tellRoster = (roster: DraftRoster, findings: readonly Finding[]) => {
    const list = byRoster.get(roster)!
    for (const finding of findings) list.push(finding)
  }
  const tellFile = (findings: readonly Finding[]) => {
    for (const finding of findings) file.push(finding)
  }
  const tellRow = (findings: readonly Finding[]) => {
    if (findings.length === 0) return
    owners ??= ownersOfRows(drafts)
    for (const finding of findings) {
      const owner = finding.row === null ? undefined : owners.get(`${finding.row} ${finding.sheet}`)
      if (owner) tellRoster(owner, [finding])
      else file.push(finding)
    }
  }
  return {
    tellRoster,
    tellFile,
    tellRow,
    ofRoster: (roster) => inOrder(byRoster.get(roster)!),
    ofFile: () => inOrder(file),
  }
}

/** Asked for only when a file has such findings: a map of every row is not free. */
const ownersOfRows = (drafts: readonly DraftRoster[]): ReadonlyMap<string, DraftRoster> => {
  const owners = new Map<string, DraftRoster>()
  for (const draft of drafts) {
    for (const line of draft.lines) {
      const key = `${line.source.row + 1} ${line.sheet}`
      if (!owners.has(key)) owners.set(key, draft)
    }
  }
  return owners
}

/** By row within a sheet; sheets stay in the order in which they were met. */
const inOrder = (findings: readonly Finding[]): Finding[] => {
  const sheets = [...new Set(findings.map((finding) => finding.sheet))]
  return [...findings].sort(
    (a, b) => sheets.indexOf(a.sheet) - sheets.indexOf(b.sheet) || (a.row ?? 0) - (b.row ?? 0),
  )
}
