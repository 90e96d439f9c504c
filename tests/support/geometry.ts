// What must hold of any screen's boxes, judged inside of the page itself: nothing runs out across the reading axis, no text
// leaves its box, no two targets lie on each other, and each is as large as the mode promises.
import type { Page } from '@playwright/test'

export interface Promised {
  /** CSS pixels that every target measures at least, both ways. */
  readonly target: number
}

/** Runs in the page: everything it needs is inside. */
const judge = ({ target }: Promised): string[] => {
  const root = document.documentElement
  const upright = getComputedStyle(root).writingMode.startsWith('vertical')
  const SLACK = 1.5

  const nameOf = (element: Element): string => {
    const text = (element.getAttribute('aria-label') ?? element.textContent).trim().slice(0, 24)
    const names = [...element.classList].filter((name) => !name.startsWith('svelte-')).join('.')
    return `${element.tagName.toLowerCase()}${names ? `.${names}` : ''}「${text}」`
  }
  const isShown = (element: Element): boolean =>
    element.getClientRects().length > 0 &&
    getComputedStyle(element).visibility === 'visible' &&
    !element.closest('.unseen, .skip, dialog:not([open]), details:not([open]) > :not(summary)')
  const modal = document.querySelector('dialog[open]')
  const inPlay = (element: Element): boolean =>
    isShown(element) && (modal === null || modal.contains(element))

  const acrossThePage = (): string[] => {
    const over = upright
      ? root.scrollHeight - root.clientHeight
      : root.scrollWidth - root.clientWidth
    if (over <= SLACK) return []
    const furthest = [...document.querySelectorAll('main *, header *, footer *, nav *')]
      .filter(inPlay)
      .map((element) => ({ element, rect: element.getBoundingClientRect() }))
      .map(({ element, rect }) => ({ element, end: upright ? rect.bottom : rect.right }))
      .sort((a, b) => b.end - a.end || (a.element.contains(b.element) ? 1 : -1))[0]
    const at = furthest ? `: ${nameOf(furthest.element)}` : ''
    return [`the page runs ${Math.round(over)} px across the reading axis${at}`]
  }

  const blockOf = (element: Element): Element => {
    let at = element
    while (/^(inline|contents)/.test(getComputedStyle(at).display) && at.parentElement) {
      if (getComputedStyle(at).display !== 'inline' && getComputedStyle(at).display !== 'contents')
        break
      at = at.parentElement
    }
    return at
  }
  const sticksOut = (inner: DOMRect, outer: DOMRect): number =>
    Math.max(
      outer.left - inner.left,
      inner.right - outer.right,
      outer.top - inner.top,
      inner.bottom - outer.bottom,
    )
  /** Boxes that hold this text and must not lose any of it: its own block, and whatever cuts or scrolls further up. */
  const holdersOf = (block: Element): Element[] => {
    const holders = [block]
    for (let at = block.parentElement; at && at !== document.body; at = at.parentElement) {
      if (at.tagName === 'DIALOG') break // in the top layer nothing around it cuts
      if (getComputedStyle(at).overflow !== 'visible') holders.push(at)
    }
    return holders
  }
  /** Sheets of paper are shrunk to the screen as pictures are. */
  const scaleOf = (block: Element): number => {
    const own = (block as HTMLElement).offsetWidth
    return own > 0 ? block.getBoundingClientRect().width / own : 1
  }
  const textsOutOfTheirBox = (): string[] => {
    const found: string[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const range = document.createRange()
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement
      if (!parent || node.textContent?.trim() === '' || !inPlay(parent)) continue
      if (parent.closest('svg, style, script, option')) continue
      const block = blockOf(parent)
      range.selectNodeContents(node)
      for (const rect of range.getClientRects()) {
        if (rect.width === 0 || rect.height === 0) continue
        // Glyph boxes are higher than tight lines: across the line the box's own line height counts, not the face's.
        const line = getComputedStyle(parent).writingMode.startsWith('vertical')
          ? rect.width
          : rect.height
        const letter = Number.parseFloat(getComputedStyle(parent).fontSize) * scaleOf(block)
        const leading = Math.max(0, line - letter) / 2
        const out = holdersOf(block).find(
          (holder) => sticksOut(rect, holder.getBoundingClientRect()) > SLACK + leading,
        )
        if (out) {
          found.push(`${nameOf(parent)} leaves ${out === block ? 'its box' : nameOf(out)}`)
          break
        }
      }
    }
    return found
  }

  const TARGETS =
    'a[href], button, input, select, textarea, summary, label:has(input), video[controls], audio[controls]'
  const isTarget = (element: Element): boolean =>
    inPlay(element) &&
    !(element.matches('input') && element.closest('label')) &&
    !element.matches('[hidden]')
  const standsStill = (element: Element): Element | null => {
    for (let at: Element | null = element; at; at = at.parentElement)
      if (/sticky|fixed/.test(getComputedStyle(at).position)) return at
    return null
  }
  const targets = [...document.querySelectorAll(TARGETS)].filter(isTarget)
  const overlaps = (): string[] => {
    const boxes = targets.map((element) => ({
      element,
      still: standsStill(element),
      rect: element.getBoundingClientRect(),
    }))
    const found: string[] = []
    boxes.forEach((a, index) => {
      for (const b of boxes.slice(index + 1)) {
        if (a.still !== b.still || a.element.contains(b.element)) continue
        const wide = Math.min(a.rect.right, b.rect.right) - Math.max(a.rect.left, b.rect.left)
        const high = Math.min(a.rect.bottom, b.rect.bottom) - Math.max(a.rect.top, b.rect.top)
        if (wide > SLACK && high > SLACK)
          found.push(`${nameOf(a.element)} and ${nameOf(b.element)} lie on each other`)
      }
    })
    return found
  }
  const tooSmall = (): string[] =>
    targets.flatMap((element) => {
      const { width, height } = element.getBoundingClientRect()
      return Math.min(width, height) < target - 0.6
        ? [
            `${nameOf(element)} measures ${Math.round(width)} × ${Math.round(height)} px, not ${target}`,
          ]
        : []
    })

  return [...acrossThePage(), ...textsOutOfTheirBox(), ...overlaps(), ...tooSmall()]
}

export const faultsOf = (page: Page, promised: Promised): Promise<string[]> =>
  page.evaluate(judge, promised)
