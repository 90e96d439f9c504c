// The root element: where theme, size and language are marked for CSS and for readers.
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
    prefers: (what: 'dark' | 'contrast'): boolean => (what === 'dark' ? dark : contrast).matches,
    whenSystemChanges: (changed: () => void): void => {
      dark.addEventListener('change', changed)
      contrast.addEventListener('change', changed)
    },
  }
}
