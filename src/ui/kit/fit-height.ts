// A block of Mongolian as wide as its page and just as high as it must be: CSS can't find the least height at which columns fit
// a width, so it is tried. Again when the width changes and when the face has come.

/** Words are up to a hundred pixels long; less than this and a column holds two. */
const LEAST_EM = 8
/** More than a screen is no block any more: from here on its columns scroll. */
const MOST_OF_SCREEN = 0.75
const STEP_PX = 8

const overflows = (block: HTMLElement): boolean => block.scrollWidth > block.clientWidth + 1

export const fitHeight = (block: HTMLElement): (() => void) => {
  const fit = (): void => {
    const em = Number.parseFloat(getComputedStyle(block).fontSize)
    const heightIs = (px: number): boolean => {
      block.style.height = `${px}px`
      return !overflows(block)
    }
    let low = LEAST_EM * em
    let high = Math.max(low, window.innerHeight * MOST_OF_SCREEN)
    if (heightIs(low)) return
    while (high - low > STEP_PX) {
      const middle = (low + high) / 2
      if (heightIs(middle)) high = middle
      else low = middle
    }
    heightIs(high)
  }
  let width = -1
  const sizes = new ResizeObserver(() => {
    if (block.clientWidth === width) return
    width = block.clientWidth
    fit()
  })
  sizes.observe(block)
  document.fonts.addEventListener('loadingdone', fit)
  return () => {
    sizes.disconnect()
    document.fonts.removeEventListener('loadingdone', fit)
  }
}
