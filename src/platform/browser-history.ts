// The browser's addresses: own links move without loading a page, and going back finds the page where it was left.
interface Host {
  readonly href: () => string
  readonly push: (href: string) => void
  readonly replace: (href: string) => void
  readonly back: () => void
  readonly listen: (moved: () => void) => void
}

/** Addresses that the server answers itself: plain pages, published files, the interface. */
const SERVED = /^\/(s|published|api)\//

const ownLink = (event: MouseEvent, view: Window): string | null => {
  if (event.defaultPrevented || event.button !== 0) return null
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null
  const link = event.target instanceof Element ? event.target.closest('a[href]') : null
  if (!(link instanceof HTMLAnchorElement) || link.target !== '' || link.hasAttribute('download'))
    return null
  if (link.origin !== view.location.origin || SERVED.test(link.pathname)) return null
  const samePage = link.pathname === view.location.pathname && link.search === view.location.search
  return samePage && link.hash !== '' ? null : link.href
}

type Spot = readonly [left: number, top: number]
const START: Spot = [0, 0]

const scrollKept = (state: unknown): Spot =>
  typeof state === 'object' && state !== null && 'spot' in state && Array.isArray(state.spot)
    ? [Number(state.spot[0]), Number(state.spot[1])]
    : START

/** The rows of a page come from a database; the place is tried until it exists, for half a second at most. */
const scrollTo = (view: Window, spot: Spot, tries = 30): void => {
  view.requestAnimationFrame(() => {
    view.scrollTo(...spot)
    const away = Math.abs(view.scrollX - spot[0]) + Math.abs(view.scrollY - spot[1])
    if (tries > 0 && away > 2) scrollTo(view, spot, tries - 1)
  })
}

/** An address may name a part of the page (`#places`); it may take a moment until it is drawn. */
const showPart = (view: Window, tries = 30): void => {
  const name = view.location.hash.slice(1)
  if (name === '' || name.includes('=')) return
  view.requestAnimationFrame(() => {
    const part = view.document.getElementById(name)
    if (part) part.scrollIntoView()
    else if (tries > 0) showPart(view, tries - 1)
  })
}

export const createBrowserHistory = (view: Window): Host => {
  const { history, location } = view
  history.scrollRestoration = 'manual'
  const keepScroll = () => history.replaceState({ spot: [view.scrollX, view.scrollY] }, '')
  const push = (href: string) => {
    keepScroll()
    history.pushState(null, '', href)
    scrollTo(view, START)
    showPart(view)
  }
  return {
    href: () => location.href,
    push,
    replace: (href) => history.replaceState(history.state, '', href),
    back: () => history.back(),
    listen: (moved) => {
      view.addEventListener('popstate', (event) => {
        moved()
        scrollTo(view, scrollKept(event.state))
      })
      view.document.addEventListener('click', (event) => {
        const href = ownLink(event, view)
        if (href === null) return
        event.preventDefault()
        push(href)
        moved()
      })
    },
  }
}
