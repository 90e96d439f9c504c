// What one site publishes today: its ledger's open core, the core for the village's eyes, the sums of counted rosters and
// its posts. Built anew each time from the store; whether anything changed is decided on the bytes.
import type { Programme } from '../../domain/programme/schema.ts'
import type {
  LedgerCoreInput,
  LedgerRoster,
  Post,
  RosterCorrection,
  WithdrawnRoster,
} from '../../pack/model.ts'
import type { PostTable } from '../store/publication-tables.ts'
import type { SiteSum } from './counts.ts'
import { maskCore, type StagedRoster, withoutNumbers } from './mask.ts'
import type { OpenRoster } from './sums.ts'
import { type Stage, stageOn } from './schedule.ts'
import { newestOf, type RosterRow, type SiteRows } from './site-rows.ts'

export interface SiteContent {
  readonly site: string
  readonly open: LedgerCoreInput
  /** Null when nothing is for the village alone. */
  readonly village: LedgerCoreInput | null
  readonly withdrawn: readonly WithdrawnRoster[]
  readonly posts: readonly Post[]
  /** One entry for each roster shown; see PackTable.shown. */
  readonly shown: readonly string[]
}

export interface ContentContext {
  readonly programmes: ReadonlyMap<string, Programme>
  /** Civil day in Asia/Shanghai for which the schedules are read. */
  readonly day: string
}

/** `programme/year/batch/kind`: the roster's key within its site. */
export const rosterIdOf = (row: RosterRow): string =>
  [row.programme, row.year, row.batch, row.kind].join('/')

const KIND_WORDS = { notice: '公示', result: '发放公开' } as const

/** Made of data, never of the file's own title, which may carry anything. */
export const titleOf = (row: RosterRow, programme: Programme): string =>
  `${row.year}年${programme.name}${row.batch === '1' ? '' : withoutNumbers(row.batch)}${KIND_WORDS[row.kind]}`

const correctionsOf = (row: RosterRow): RosterCorrection[] =>
  row.versions.flatMap((version) =>
    version.reason === null
      ? []
      : [
          {
            version: version.version,
            day: new Date(version.atMs + 8 * 3600_000).toISOString().slice(0, 10),
            reason: version.reason,
            text: version.reason === 'figure' ? withoutNumbers(version.reasonText) : '',
          },
        ],
  )

const headOf = (row: RosterRow, programme: Programme, stage: Stage): LedgerRoster => {
  const version = newestOf(row)
  return {
    id: rosterIdOf(row),
    programme: row.programme,
    year: row.year,
    batch: row.batch,
    kind: row.kind,
    version: version.version,
    title: titleOf(row, programme),
    class: stage.class,
    audience: stage.audience,
    published: row.published!,
    notice:
      row.noticeFrom !== null && row.noticeTo !== null
        ? { from: row.noticeFrom, to: row.noticeTo }
        : null,
    until: stage.until,
    unit: version.unit,
    rate: programme.basis === 'rate' ? version.rate : null,
    persons: stage.class === 'counts' ? null : version.persons,
    amountFen: stage.class === 'counts' ? null : version.amountFen,
    memo: programme.memo,
    corrections: correctionsOf(row),
  }
}

/** A correction that leaves no trace (PACK-9) counts as something that is shown no more. */
const shownEntry = ({ head, stage }: StagedRoster): string => {
  const erasing = head.corrections.findLast(({ reason }) => reason !== 'figure')?.version
  return [head.id, stage.class, stage.audience, ...(erasing === undefined ? [] : [erasing])].join(
    ':',
  )
}

const stageRosters = (
  rosters: readonly RosterRow[],
  context: Pick<ContentContext, 'programmes' | 'day'>,
): StagedRoster[] =>
  rosters.flatMap((row) => {
    const programme = context.programmes.get(row.programme)
    if (!programme || row.published === null || row.withdrawn !== null) return []
    const stage = stageOn(
      programme.disclosure,
      { kind: row.kind, published: row.published, noticeTo: row.noticeTo },
      context.day,
    )
    return stage ? [{ row, stage, head: headOf(row, programme, stage) }] : []
  })

const withdrawnOf = (rows: SiteRows): WithdrawnRoster[] =>
  rows.rosters.flatMap((row) =>
    row.withdrawn === null || row.published === null
      ? []
      : [
          {
            id: rosterIdOf(row),
            version: newestOf(row).version,
            day: row.withdrawn,
            reason: row.withdrawnReason ?? 'void',
          },
        ],
  )

const noticePost = ({ row, head, stage }: StagedRoster): Post => ({
  id: `roster/${head.id}`,
  kind: 'notice',
  channel: '财务',
  title: head.title,
  day: row.published!,
  until: stage.until,
  text: '',
  roster: head.id,
  files: [],
})

const writtenPost = (post: PostTable): Post => ({
  id: post.id,
  kind: 'post',
  channel: post.channel,
  title: post.title,
  day: post.day,
  until: post.until,
  text: post.text,
  roster: null,
  files: [],
})

const byDayThenId = (a: Post, b: Post): number =>
  a.day === b.day ? (a.id < b.id ? -1 : 1) : a.day < b.day ? 1 : -1

export interface SiteSurvey {
  /** Of what everybody may not see by name: counted rosters and those kept for the village (MASK-3). */
  readonly counted: readonly SiteSum[]
  /** What everybody may see, with the sums it names (PACK-14). */
  readonly open: readonly OpenRoster[]
}

/** What other places' sums need to know of a site, without its lines. */
export const surveySite = (
  site: string,
  rosters: readonly RosterRow[],
  context: Pick<ContentContext, 'programmes' | 'day'>,
): SiteSurvey => {
  const staged = stageRosters(rosters, context)
  const isCounted = ({ stage }: StagedRoster) =>
    stage.class === 'counts' || stage.audience === 'village'
  return {
    counted: staged.filter(isCounted).map(({ row, head }) => ({
      site,
      roster: head.id,
      persons: newestOf(row).persons,
      amountFen: newestOf(row).amountFen,
    })),
    open: staged.filter((one) => !isCounted(one)).map(({ head }) => ({ site, head })),
  }
}

export const contentOf = (
  rows: SiteRows,
  posts: readonly PostTable[],
  context: ContentContext,
): SiteContent => {
  const staged = stageRosters(rows.rosters, context)
  const open = staged.filter(({ stage }) => stage.audience === 'public')
  const closed = staged.filter(
    ({ stage }) => stage.audience === 'village' && stage.class !== 'counts',
  )
  const current = posts.filter((post) => post.until === null || context.day < post.until)
  return {
    site: rows.site,
    open: maskCore(rows, open),
    village: closed.length === 0 ? null : maskCore(rows, closed),
    withdrawn: withdrawnOf(rows),
    posts: [...staged.map(noticePost), ...current.map(writtenPost)].sort(byDayThenId),
    shown: staged.map(shownEntry),
  }
}
