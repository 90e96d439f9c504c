// What somebody says hangs on a board now: which sheets, since which day, and a photo if wished. Saved like a question.
import type { Result } from '../../base/result.ts'
import { err, ok } from '../../base/result.ts'
import type { Capture } from '../../platform/capture.ts'
import type { AttachmentDesk, KeptMedium, SaveError } from '../../store/outbox/outbox.ts'
import type { OutboxState } from '../outbox.svelte.ts'
import type { Choosable } from './known-boards.ts'

export type BoardFault = SaveError['kind'] | 'photo-unreadable' | 'photo-not-kept'

export interface BoardFormDeps {
  readonly outbox: OutboxState
  readonly openCapture: () => Promise<Capture>
}

export interface BoardFormStart {
  readonly site: string
  readonly group: number | null
  readonly day: string
  /** Ids of what hangs there, as far as is known, and of what was just printed. */
  readonly ticked: readonly string[]
}

const keepPhoto = async (
  file: Blob,
  desk: AttachmentDesk,
  { shrinkPhoto }: Capture,
): Promise<Result<KeptMedium, BoardFault>> => {
  const photo = await shrinkPhoto(file)
  if (!photo.ok) return err('photo-unreadable')
  const about = { type: 'image/jpeg', label: { kind: 'photo', durationMs: null } } as const
  const kept = await desk.keep(photo.value.stream(), about, [])
  return kept.ok ? kept : err(kept.error.kind)
}

export class BoardForm {
  readonly #deps: BoardFormDeps
  readonly site: string
  readonly group: number | null
  day: string = $state('')
  photo: File | null = $state.raw(null)
  #ticked: readonly string[] = $state.raw([])
  #busy = $state(false)
  #saved = $state(false)
  #fault: BoardFault | null = $state(null)

  constructor(deps: BoardFormDeps, { site, group, day, ticked }: BoardFormStart) {
    this.#deps = deps
    this.site = site
    this.group = group
    this.day = day
    this.#ticked = ticked
  }

  get busy(): boolean {
    return this.#busy
  }
  get saved(): boolean {
    return this.#saved
  }
  get fault(): BoardFault | null {
    return this.#fault
  }
  readonly isTicked = (id: string): boolean => this.#ticked.includes(id)
  readonly tick = (id: string, on: boolean): void => {
    const others = this.#ticked.filter((one) => one !== id)
    this.#ticked = on ? [...others, id] : others
  }

  /** `all`: what may hang there; `checkpoint`: the publication that sheets are printed from now. */
  readonly save = async (all: readonly Choosable[], checkpoint: number): Promise<void> => {
    if (this.#busy) return
    this.#busy = true
    const attached = await this.#attach()
    const told = attached.ok ? await this.#tell(all, checkpoint, attached.value) : attached
    this.#busy = false
    this.#saved = told.ok
    this.#fault = told.ok ? null : told.error
  }

  async #attach(): Promise<Result<readonly KeptMedium[], BoardFault>> {
    if (!this.photo) return ok([])
    const { media } = await this.#deps.outbox.opened()
    const capture = await this.#deps.openCapture().catch(() => null)
    if (!media || !capture) return err('photo-not-kept')
    const kept = await keepPhoto(this.photo, media, capture)
    return kept.ok ? ok([kept.value]) : kept
  }

  async #tell(
    all: readonly Choosable[],
    checkpoint: number,
    attachments: readonly KeptMedium[],
  ): Promise<Result<void, BoardFault>> {
    const rosters = all
      .filter(({ id }) => this.isTicked(id))
      .map(({ id, version }) => ({ id, version }))
    const { site, group, day } = this
    const outbox = await this.#deps.outbox.opened()
    const told = await outbox.tellBoard({
      board: { site, group, day, checkpoint, rosters },
      attachments,
    })
    return told.ok ? ok(undefined) : err(told.error.kind)
  }
}
