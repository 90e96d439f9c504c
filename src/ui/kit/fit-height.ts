// A block of Mongolian as wide as its page and just as high as it must be: CSS can't find the least height at which columns fit
// a width, so it is tried. Where that were more than one sees at once, the columns go on in a second row below, as in a
// newspaper. Again when width, letters or words change and when the face has come.

/** Words are up to a hundred pixels long; less than this and a column holds two. */
const LEAST_EM = 8
/** Of the screen's height, for one row. */
const MOST_OF_SCREEN = 0.75
const MOST_ROWS = 12
const STEP_EM = 0.5
/** Between two rows; T.svelte says the same to the browser. */
const GAP_EM = 1

const overflows = (block: HTMLElement): boolean =>
  block.scrollWidth > block.clientWidth + 1 || block.scrollHeight > block.clientHeight + 1

export const fitHeight = (block: HTMLElement): (() => void) => {
  const letter = (): number => Number.parseFloat(getComputedStyle(block).fontSize)
  const holds = (rows: number, em: number): boolean => {
    block.style.columnCount = rows === 1 ? '' : String(rows)
    block.style.height = `${rows * (em + GAP_EM) - GAP_EM}em` // in letters: larger ones are noticed by the height
    return !overflows(block)
  }
  const fit = (): void => {
    block.style.height = ''
    block.style.columnCount = ''
    if (block.clientWidth < LEAST_EM * letter()) return // for readers alone, or not laid out
    let low = LEAST_EM
    let high = Math.max(low, (window.innerHeight * MOST_OF_SCREEN) / letter())
    let rows = 1
    while (!holds(rows, high) && rows < MOST_ROWS) rows += 1
    if (holds(rows, low)) return
    while (high - low > STEP_EM) {
      const middle = (low + high) / 2
      if (holds(rows, middle)) high = middle
      else low = middle
    }
    holds(rows, high)
  }
  let known = ''
  const sizes = new ResizeObserver(() => {
    const { paddingTop } = getComputedStyle(block) // grows with the page's letters, also where its own are bounded
    const now = `${block.clientWidth} ${letter()} ${paddingTop}`
    if (now === known) return
    known = now
    fit()
  })
  sizes.observe(block)
  const words = new MutationObserver(fit)
  words.observe(block, { childList: true, characterData: true, subtree: true })
  document.fonts.addEventListener('loadingdone', fit)
  return () => {
    sizes.disconnect()
    words.disconnect()
    document.fonts.removeEventListener('loadingdone', fit)
  }
}
