// A question being written: about which place and programme, who will read it, how much room is left, and what came of
// saving it. A pause in writing, and whatever is attached, leave a draft; "saved" is said only after the outbox has it.
import { utf8ToBytes } from '../base/bytes.ts'
import { type Result, err, ok } from '../base/result.ts'
import { answeringPlaces } from '../domain/event/recipients.ts'
import { MAX_TEXT_BYTES } from '../domain/event/schema.ts'
import type { KeptMedium, Saved, SaveError, SentUnsaved } from '../store/outbox/outbox.ts'
import type { Attachments } from './attachments.svelte.ts'
import type { OutboxState } from './outbox.svelte.ts'
import type { PublishedState } from './published.svelte.ts'
import type { DraftAbout } from './routes.ts'

/** A Chinese character takes three bytes: what people count are characters. */
const BYTES_PER_CHARACTER = 3
const WARN_BELOW = 200

export class QuestionForm {
  readonly #outbox: OutboxState
  readonly #published: PublishedState
  /** Null until the person chooses: then the place of the address, or the first one held. */
  #site: string | null = $state(null)
  programme: string | null = $state(null)
  year: number | null = $state(null)
  text = $state('')
  /** Null where none can be kept. */
  attachments: Attachments | null = $state.raw(null)
  #draft: string | null = $state(null)
  /** What the draft that was opened had attached; `attachments` knows better once they are there. */
  #carried: readonly KeptMedium[] = $state.raw([])
  /** Text of the draft as it lies in the outbox. */
  #kept = ''
  #dropped = false
  /** A draft on its way into the outbox: saving waits for it, or it would stay behind as a second item. */
  #keeping: Promise<void> = Promise.resolve()
  #saved: Saved | null = $state.raw(null)
  #failed: SaveError | null = $state.raw(null)
  #sent: SentUnsaved | null = $state.raw(null)
  #unsent: string | null = $state(null)
  #busy = $state(false)
  /** The draft of the address is here, or there is none. */
  readonly resumed: Promise<void>

  constructor(outbox: OutboxState, published: PublishedState, about: DraftAbout) {
    this.#outbox = outbox
    this.#published = published
    const [programme, year] = about.roster?.split('/') ?? []
    this.#site = about.place ?? null
    this.programme = programme ?? null
    this.year = year === undefined ? null : Number(year)
    this.resumed = about.draft === undefined ? Promise.resolve() : this.#resume(about.draft)
  }

  /** The store may open after the form: the first place held is then filled in. */
  get site(): string {
    return this.#site ?? this.#published.follows[0]?.place ?? ''
  }
  set site(place: string) {
    this.#site = place
  }

  /** Places by id, the one who must answer first. */
  get readers(): readonly string[] {
    const tree = this.#published.tree
    if (!tree || this.site === '') return []
    const department =
      this.programme === null
        ? null
        : (this.#published.programmes.get(this.programme)?.department ?? null)
    return answeringPlaces({ kind: 'question', site: this.site, department }, tree)
  }
  get bytesLeft(): number {
    return MAX_TEXT_BYTES - utf8ToBytes(this.text).length
  }
  /** Characters that still fit; negative when it is too long. */
  get room(): number {
    return Math.floor(this.bytesLeft / BYTES_PER_CHARACTER)
  }
  get tight(): boolean {
    return this.room < WARN_BELOW
  }
  /** Id of the draft that this is by now. */
  get draft(): string | null {
    return this.#draft
  }
  /** Attached and whole, in order. */
  get kept(): readonly KeptMedium[] {
    return this.attachments?.kept ?? this.#carried
  }
  get saved(): Saved | null {
    return this.#saved
  }
  get failed(): SaveError | null {
    return this.#failed
  }
  /** Delivered without having been saved here. */
  get sent(): SentUnsaved | null {
    return this.#sent
  }
  /** Error code of the last try to send what could not be saved. */
  get unsent(): string | null {
    return this.#unsent
  }
  get busy(): boolean {
    return this.#busy
  }
  /** Something is written that is not saved: no reload now. */
  get open(): boolean {
    return this.text !== '' && this.#saved === null && this.#sent === null
  }

  /** Without a text `standIn` is written: it is asked once all that is attached is known. */
  readonly save = async (standIn: () => string = () => ''): Promise<void> => {
    if (this.#busy) return
    this.#busy = true
    await this.#keeping
    // What was not attached on the way is shown; the person decides whether it goes without.
    if ((await this.attachments?.settle()) !== false) await this.#ask(standIn)
    this.#busy = false
  }

  /** Where nothing can be saved: tries to deliver at once. */
  readonly sendUnsaved = async (): Promise<void> => {
    const { sendUnsaved } = await this.#outbox.opened()
    if (this.#busy || !sendUnsaved) return
    this.#busy = true
    const result = await sendUnsaved(this.#content())
    this.#busy = false
    this.#unsent = result.ok ? null : result.error.kind
    if (result.ok) this.#sent = result.value
  }

  /** Keeps what is written so far; called when the writing pauses or the page goes out of sight. */
  readonly keep = (): Promise<void> => {
    this.#keeping = this.#keeping.then(this.#keepDraft)
    return this.#keeping
  }

  /** Something is being attached: it needs a draft to belong to, also before a word is written. */
  readonly openDraft = (): Promise<Result<string, SaveError>> => {
    const opening = this.#keeping.then(() =>
      this.#draft === null ? this.#putDraft() : ok(this.#draft),
    )
    this.#keeping = opening.then(() => undefined)
    return opening
  }

  /**
   * While the form stands nothing reloads the page (`release` ends that). When it goes, what is written is kept first: a reload
   * that is due waits for the draft.
   */
  readonly guard =
    (release: () => void): (() => void) =>
    () => {
      void this.keep().then(release, release)
      void this.#leave()
    }

  /** Nobody wants it any more: the draft goes, and what is attached. */
  readonly drop = async (): Promise<void> => {
    this.#dropped = true
    this.attachments?.letGo()
    await this.#keeping
    await this.#removeDraft()
  }

  /** What is on its way is still kept with the draft. One in which there is nothing goes. */
  readonly #leave = async (): Promise<void> => {
    await this.attachments?.settle()
    await this.#keeping
    const nothing = this.text === '' && this.#kept === '' && this.kept.length === 0
    this.attachments?.letGo()
    if (nothing && this.#saved === null) await this.#removeDraft()
  }

  async #removeDraft(): Promise<void> {
    if (this.#draft !== null) await (await this.#outbox.opened()).remove(this.#draft)
  }

  async #ask(standIn: () => string): Promise<void> {
    const outbox = await this.#outbox.opened()
    const { kept } = this
    const result = await outbox.ask({
      ...this.#content(),
      ...(this.text === '' ? { text: standIn() } : {}),
      ...(this.#draft === null ? {} : { draft: this.#draft }),
      ...(kept.length === 0 ? {} : { attachments: kept }),
    })
    if (result.ok) this.#saved = result.value
    if (result.ok) this.attachments?.letGo()
    this.#failed = result.ok ? null : result.error
  }

  readonly #keepDraft = async (): Promise<void> => {
    if (!this.open || this.#busy || this.text === this.#kept || this.site === '') return
    await this.#putDraft()
  }

  async #putDraft(): Promise<Result<string, SaveError>> {
    if (this.#dropped) return err({ kind: 'storage-failed' })
    const outbox = await this.#outbox.opened()
    const { text } = this
    const kept = await outbox.saveDraft({
      ...this.#content(),
      ...(this.#draft === null ? {} : { id: this.#draft }),
    })
    if (!kept.ok) return kept
    this.#draft = kept.value.id
    this.#kept = text
    return ok(kept.value.id)
  }

  async #resume(id: string): Promise<void> {
    const items = await (await this.#outbox.opened()).items()
    const draft = items.find((item) => item.id === id && item.state === 'draft')
    if (!draft?.copy || this.text !== '') return
    this.#draft = id
    this.#kept = draft.copy.text
    this.#carried = draft.copy.attachments ?? []
    if (draft.copy.site !== '') this.#site = draft.copy.site
    this.programme = draft.copy.programme
    this.year = draft.copy.year
    this.text = draft.copy.text
  }

  #content() {
    return { site: this.site, programme: this.programme, year: this.year, text: this.text }
  }
}
