// The root element: where theme, size and language are marked for CSS and for readers.
export const createPage = (view: Window) => {
  const root = view.document.documentElement
  const dark = view.matchMedia('(prefers-color-scheme: dark)')
  return {
    mark: (name: 'theme' | 'elder' | 'mode', value: string | null): void => {
      if (value === null) root.removeAttribute(`data-${name}`)
      else root.setAttribute(`data-${name}`, value)
    },
    language: (lang: string): void => {
      root.lang = lang
    },
    prefersDark: (): boolean => dark.matches,
    whenSystemChanges: (changed: () => void): void => dark.addEventListener('change', changed),
  }
}
