// The root element: where theme, size and language are marked for CSS and for readers.
const MONGOLIAN_LETTER = '\u182e'

export const createPage = (view: Window) => {
  const root = view.document.documentElement
  const dark = view.matchMedia('(prefers-color-scheme: dark)')
  const contrast = view.matchMedia('(prefers-contrast: more)')
  return {
    mark: (name: 'theme' | 'size' | 'mode', value: string): void =>
      root.setAttribute(`data-${name}`, value),
    language: (lang: string): void => {
      root.lang = lang
    },
    fetchFace: (): void => {
      // Whether it comes is seen on the page: without it a Mongolian word is not shown at all (tokens.css).
      view.document.fonts.load("1em 'Iltod Hudum'", MONGOLIAN_LETTER).catch(() => undefined)
    },
    prefers: (what: 'dark' | 'contrast'): boolean => (what === 'dark' ? dark : contrast).matches,
    whenSystemChanges: (changed: () => void): void => {
      dark.addEventListener('change', changed)
      contrast.addEventListener('change', changed)
    },
  }
}
