// Code that a start needs and the entry asks for late is named in the page: on a slow line each of its steps is a whole round trip.
// What every start runs (the store; tests/house/build.test.ts counts it) is read at once; what only the first start in a phone's
// life shows is fetched, and read by who shows it.
import type { Plugin } from 'vite'

/** By the end of the module's path. */
const EVERY_START = ['store/published/open-published.ts']
const FIRST_START = [
  'ui/villager/FirstStart.svelte',
  'app/locale-files.ts',
  'locales/zh-CN/choose.json',
]

/** Of Rolldown's chunks, what is needed here. */
interface Chunk {
  readonly type: 'chunk' | 'asset'
  readonly fileName: string
  readonly facadeModuleId?: string | null
  readonly moduleIds?: readonly string[]
  readonly isEntry?: boolean
  readonly imports?: readonly string[]
  readonly viteMetadata?: { readonly importedCss: ReadonlySet<string> }
}
type Chunks = readonly Chunk[]

const chunkOf = (chunks: Chunks, module: string): Chunk => {
  const found =
    chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith(module)) ??
    chunks.find(({ moduleIds = [] }) => moduleIds.some((id) => id.endsWith(module)))
  if (!found) throw new Error(`${module} is in no chunk`)
  return found
}

/** With everything that comes with it. */
const withImports = (chunks: Chunks, chunk: Chunk, seen = new Set<Chunk>()): Chunks => {
  if (seen.has(chunk)) return []
  seen.add(chunk)
  const imported = chunks.filter(({ fileName }) => chunk.imports?.includes(fileName))
  return [chunk, ...imported.flatMap((one) => withImports(chunks, one, seen))]
}

const link = (attrs: Record<string, string | boolean>) => ({
  tag: 'link',
  attrs,
  injectTo: 'head' as const,
})

export const earlyChunks = (): Plugin => ({
  name: 'iltod-early-chunks',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler: (_html, { bundle = {} }) => {
      const chunks = (Object.values(bundle) as Chunks).filter(({ type }) => type === 'chunk')
      const known = new Set(
        withImports(
          chunks,
          chunks.find(({ isEntry }) => isEntry)!,
        ).map((one) => one.fileName),
      )
      const take = (modules: readonly string[]): Chunks =>
        modules
          .flatMap((module) => withImports(chunks, chunkOf(chunks, module)))
          .filter(({ fileName }) => !known.has(fileName) && known.add(fileName))
      const every = take(EVERY_START)
      const first = take(FIRST_START)
      const styles = new Set(
        first.flatMap(({ viteMetadata }) => [...(viteMetadata?.importedCss ?? [])]),
      )
      return [
        ...every.map(({ fileName }) =>
          link({ rel: 'modulepreload', crossorigin: true, href: `/${fileName}` }),
        ),
        ...first.map(({ fileName }) =>
          link({ rel: 'preload', as: 'script', crossorigin: true, href: `/${fileName}` }),
        ),
        ...[...styles].map((file) =>
          link({ rel: 'preload', as: 'style', crossorigin: true, href: `/${file}` }),
        ),
      ]
    },
  },
})
