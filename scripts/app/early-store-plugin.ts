// The code of the store is asked for at once and not only when the entry runs: on a slow line that is a whole round trip sooner.
// A phone loads it at every start (tests/house/build.test.ts counts it), so nothing is fetched that could wait.
import type { Plugin } from 'vite'

const STORE = 'store/published/open-published.ts'

export const earlyStore = (): Plugin => ({
  name: 'iltod-early-store',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler: (_html, { bundle = {} }) => {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk')
      const store = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith(STORE))
      if (!store) throw new Error(`${STORE} is no chunk of its own`)
      const entry = chunks.find(({ isEntry }) => isEntry)
      const known = new Set([entry?.fileName, ...(entry?.imports ?? [])])
      return [store.fileName, ...store.imports]
        .filter((file) => !known.has(file))
        .map((file) => ({
          tag: 'link',
          attrs: { rel: 'modulepreload', crossorigin: true, href: `/${file}` },
          injectTo: 'head' as const,
        }))
    },
  },
})
