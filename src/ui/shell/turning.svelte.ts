// Turning the columns of 蒙文: a page by the big buttons, the wheel, the keys. Browsers scroll such a page by swipe alone;
// a wheel does nothing, and half of the keys go nowhere.

/** Where a key says something of its own: writing, choosing, playing. */
const OWN_KEYS = 'input, select, textarea, video, audio, dialog, [contenteditable]'
const OWN_SPACE = 'button, summary, [role="button"]'

const LINE_PX = 40
/** So much of the page before stays in sight at the edge, as the thread. */
const OVERLAP_PX = 44

type Steps = (page: number, column: number) => number

const KEYS: Readonly<Record<string, Steps>> = {
  ArrowRight: (_, column) => column,
  ArrowDown: (_, column) => column,
  ArrowLeft: (_, column) => -column,
  ArrowUp: (_, column) => -column,
  PageDown: (page) => page,
  PageUp: (page) => -page,
  ' ': (page) => page,
  Home: () => -Infinity,
  End: () => Infinity,
}

export class Turning {
  readonly #view: Window
  /** Width of what stands still at the left. */
  readonly #covered: () => number
  page = $state(1)
  pages = $state(1)

  constructor(view: Window, covered: () => number) {
    this.#view = view
    this.#covered = covered
  }

  get #root(): HTMLElement {
    return this.#view.document.documentElement
  }
  get #step(): number {
    return Math.max(LINE_PX, this.#root.clientWidth - this.#covered() - OVERLAP_PX)
  }
  get #end(): number {
    return Math.max(0, this.#root.scrollWidth - this.#root.clientWidth)
  }

  readonly measure = (): void => {
    this.pages = 1 + Math.ceil((this.#end - 1) / this.#step)
    const at = this.#view.scrollX
    this.page = at >= this.#end - 1 ? this.pages : 1 + Math.floor(at / this.#step)
  }

  readonly turn = (pages: number): void => this.#go(pages * this.#step)

  readonly wheel = (event: WheelEvent): void => {
    if (event.ctrlKey || event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) return
    if (event.target instanceof Element && scrollsItself(event.target, event.deltaY)) return
    const unit = event.deltaMode === 0 ? 1 : event.deltaMode === 1 ? LINE_PX : this.#step
    this.#view.scrollBy(event.deltaY * unit, 0)
  }

  readonly key = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return
    const steps = KEYS[event.key]
    if (!steps || !(event.target instanceof Element) || event.target.closest(OWN_KEYS)) return
    if (event.key === ' ' && event.target.closest(OWN_SPACE)) return
    event.preventDefault()
    const way = event.shiftKey && event.key === ' ' ? -1 : 1
    this.#go(way * steps(this.#step, LINE_PX))
  }

  #go(by: number): void {
    const left = Math.min(this.#end, Math.max(0, this.#view.scrollX + by))
    const still = this.#view.matchMedia('(prefers-reduced-motion: reduce)').matches
    this.#view.scrollTo({ left, behavior: still ? 'auto' : 'smooth' })
  }
}

/** Something inside the page that the wheel can still move. */
const scrollsItself = (target: Element, by: number): boolean => {
  for (let at: Element | null = target; at && at !== document.body; at = at.parentElement) {
    const room = at.scrollHeight - at.clientHeight
    if (room < 2 || !/auto|scroll/.test(getComputedStyle(at).overflowY)) continue
    if (by < 0 ? at.scrollTop > 0 : at.scrollTop < room - 1) return true
  }
  return false
}
