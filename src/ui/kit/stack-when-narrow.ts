// A table that its page is too narrow for stands as a list: each row's name over its figures. Measured, because letters grow
// by settings that no media query knows.
import type { Attachment } from 'svelte/attachments'

const STACKED = 'stacked'

export const stackWhenNarrow: Attachment<HTMLElement> = (box) => {
  const table = box.querySelector('table')
  const fit = (): void => {
    if (!table) return
    box.classList.remove(STACKED)
    const upright = getComputedStyle(box).writingMode.startsWith('vertical')
    const over = upright ? box.scrollHeight - box.clientHeight : box.scrollWidth - box.clientWidth
    box.classList.toggle(STACKED, over > 1)
  }
  let known = ''
  const sizes = new ResizeObserver(([entry]) => {
    const now = `${entry?.contentBoxSize[0]?.inlineSize} ${getComputedStyle(box).fontSize}`
    if (now === known) return // its own stacking changes the other side only
    known = now
    fit()
  })
  sizes.observe(box)
  const rows = new MutationObserver(fit)
  if (table) rows.observe(table, { childList: true, subtree: true, characterData: true })
  document.fonts.ready.then(fit, fit)
  return () => {
    sizes.disconnect()
    rows.disconnect()
  }
}
