// The floors of the house: which folder may import which, and why. Imports go down only, and every effect has one door.
import type { Import } from './import-graph.ts'

interface Floor {
  /** Folders whose values and types may be imported, besides its own. */
  readonly may: readonly string[]
  /** Folders of which types alone may be imported. */
  readonly typesOf?: readonly string[]
  /** Packages that may be imported; a trailing `*` stands for anything. */
  readonly packages: readonly string[]
  /** Said when a rule is broken. */
  readonly because: string
}

const PURE = 'floors 1–4 are pure: time, chance, network and storage come in as arguments'

/** The most particular folder that holds a file decides. */
export const FLOORS: Readonly<Record<string, Floor>> = {
  'src/base': { may: [], packages: [], because: 'base is the ground: it knows nothing of ours' },
  'src/domain': { may: ['src/base'], packages: ['zod/mini'], because: PURE },
  'src/pack': {
    may: ['src/base', 'src/domain'],
    packages: ['zod/mini', 'fflate'],
    because: `${PURE}; pack and protocol are siblings`,
  },
  'src/protocol': {
    may: ['src/base', 'src/domain'],
    packages: ['zod/mini'],
    because: `${PURE}; pack and protocol are siblings`,
  },
  'src/sync': {
    may: ['src/base', 'src/domain', 'src/pack', 'src/protocol'],
    packages: ['zod/mini'],
    because: PURE,
  },
  'src/store': {
    may: ['src/base', 'src/domain', 'src/pack', 'src/protocol', 'src/sync'],
    packages: ['dexie', 'zod/mini'],
    because: "store realises sync's ports with Dexie and nothing else",
  },
  'src/platform': {
    may: ['src/base', 'src/domain', 'src/pack', 'src/protocol', 'src/sync'],
    packages: ['age-encryption', '@noble/*', 'tus-js-client', 'workbox-window', 'zod/mini'],
    because: 'platform realises ports with what a browser has; it stands beside store',
  },
  'src/app': {
    may: [
      ...['src/base', 'src/domain', 'src/pack', 'src/protocol', 'src/sync', 'src/store'],
      ...['src/platform', 'locales'],
    ],
    packages: ['svelte', 'svelte/*', 'i18next', 'lean-qr', 'zod/mini'],
    because: 'app holds use cases; it draws nothing',
  },
  'src/ui': {
    may: ['src/base', 'src/domain', 'src/pack', 'src/protocol', 'src/app'],
    typesOf: ['src/sync', 'src/store'],
    packages: ['svelte', 'svelte/*', '@lucide/svelte/*', 'lean-qr', 'lean-qr/*'],
    because: 'a screen asks app; it never opens the database, the network or the device itself',
  },
  'src/server': {
    may: ['src/base', 'src/domain', 'src/pack', 'src/protocol', 'locales'],
    packages: ['*'],
    because: 'the server meets the client on floors 1–3 only',
  },
  'src/server/intake': {
    may: ['src/base', 'src/domain', 'src/server/banner'],
    packages: ['zod/mini', 'hucre', 'hucre/*', '@e965/xlsx*', 'papaparse', 'fflate', 'node:*'],
    because: 'intake turns a file into rows and findings: no SQL, no HTTP',
  },
  'src/cli': {
    may: ['src/base', 'src/domain', 'src/pack', 'src/protocol', 'src/server'],
    packages: ['*'],
    because: 'commands call the server; they know no browser',
  },
  'service-worker': {
    may: ['src/base', 'src/sync', 'src/store', 'src/platform'],
    packages: ['workbox-*'],
    because: "the worker keeps the shell and wakes the engine; app and ui are the page's",
  },
}

/** Where the parts meet: it may import anything. */
const ROOTS = ['src/main.ts']

const isBelow = (file: string, folder: string): boolean => file.startsWith(`${folder}/`)

const floorOf = (file: string): string | undefined =>
  Object.keys(FLOORS)
    .filter((folder) => isBelow(file, folder))
    .sort((a, b) => b.length - a.length)[0]

const matches = (name: string, pattern: string): boolean =>
  pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern

const isAllowed = (one: Import, home: string, floor: Floor): boolean => {
  if (one.isPackage) return floor.packages.some((pattern) => matches(one.to, pattern))
  const open = [home, ...floor.may, ...(one.typeOnly ? (floor.typesOf ?? []) : [])]
  return open.some((folder) => isBelow(one.to, folder))
}

/** Screens of one kind of reader don't know those of another: what they share moves to ui/kit or app. */
const crossesFeature = ({ from, to }: Import): boolean => {
  const feature = (file: string): string | undefined => /^src\/ui\/([^/]+)\//.exec(file)?.[1]
  const [here, there] = [feature(from), feature(to)]
  return here !== undefined && there !== undefined && here !== there && there !== 'kit'
}

/** A sentence for each import that breaks the direction of the house. */
export const brokenDirections = (imports: readonly Import[]): string[] =>
  imports.flatMap((one) => {
    if (ROOTS.includes(one.from)) return []
    const home = floorOf(one.from)
    if (home === undefined) return [`${one.from} stands on no floor (tests/support/floors.ts)`]
    const floor = FLOORS[home]!
    if (!isAllowed(one, home, floor)) return [`${one.from} imports ${one.to}: ${floor.because}`]
    if (crossesFeature(one)) return [`${one.from} imports ${one.to}: share through ui/kit or app`]
    return []
  })
