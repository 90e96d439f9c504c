// What somebody chose to have printed, and the sheets that come of it.
import { isVillageLevel, type PlaceTree } from '../../domain/place/rules.ts'
import type { PublishedState } from '../published.svelte.ts'
import type { RosterChoice } from './board.ts'
import { gatherJob, type Job, type Order, type SheetKind, type Subject } from './gather.ts'
import type { PrintAddress } from './print-address.ts'
import type { Script } from './sheet-words.svelte.ts'
import type { SlipYears } from './slips.ts'

export const PAPERS = ['a4', 'a3', 'a5'] as const
export type PaperSize = (typeof PAPERS)[number]

/** A leaflet folds, a board hangs: each has its papers. */
const PAPERS_OF: Readonly<Record<SheetKind, readonly PaperSize[]>> = {
  board: ['a4', 'a3'],
  slips: ['a4'],
  leaflet: ['a4', 'a5'],
}

export class PrintForm {
  readonly #published: PublishedState
  readonly subject: Subject
  #kind: SheetKind | null = $state(null)
  #paper: PaperSize = $state('a4')
  /** Null until somebody chooses. */
  rosters: RosterChoice | null = $state(null)
  byGroup = $state(false)
  years: SlipYears = $state('newest')
  forVillage = $state(false)
  script: Script = $state('zh')

  constructor(
    published: PublishedState,
    { kind, village, ...subject }: PrintAddress,
    script: Script,
  ) {
    this.#published = published
    this.subject = subject
    this.#kind = kind ?? null
    this.script = script
    this.forVillage = village ?? false
  }

  /** Whatever the place, group, payee, roster or policy can be printed as; the first is what one would expect. */
  get kinds(): readonly SheetKind[] {
    const { policy, payee, roster, place } = this.subject
    if (policy !== undefined) return ['leaflet']
    if (payee !== undefined) return ['slips']
    if (roster !== undefined) return ['board', 'leaflet']
    const own = this.#published.tree?.byId.get(place ?? '')
    return own && isVillageLevel(own) ? ['board', 'slips'] : ['board']
  }
  get kind(): SheetKind {
    return this.kinds.find((one) => one === this.#kind) ?? this.kinds[0] ?? 'board'
  }
  set kind(kind: SheetKind) {
    this.#kind = kind
  }
  get papers(): readonly PaperSize[] {
    return PAPERS_OF[this.kind]
  }
  get paper(): PaperSize {
    return this.papers.find((one) => one === this.#paper) ?? 'a4'
  }
  set paper(paper: PaperSize) {
    this.#paper = paper
  }

  readonly order = (unchosen: RosterChoice): Order => ({
    kind: this.kind,
    rosters: this.rosters ?? this.subject.roster ?? unchosen,
    byGroup: this.byGroup,
    years: this.years,
    forVillage: this.forVillage,
  })

  readonly gather = async (tree: PlaceTree, today: string, order: Order): Promise<Job> =>
    gatherJob({ shelf: await this.#published.opened(), tree, today }, this.subject, order)
}
