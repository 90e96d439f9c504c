// The addresses of the app: which screen an address means, and how an address is written. Pure.
export type ScreenName =
  | 'home'
  | 'start'
  | 'choose'
  | 'place'
  | 'group'
  | 'account'
  | 'roster'
  | 'post'
  | 'policies'
  | 'for-me'
  | 'policy'
  | 'questions'
  | 'question'
  | 'ask'
  | 'settings'
  | 'about'
  | 'install'
  | 'help'
  | 'print'
  | 'boards'
  | 'word'
  | 'voice'
  | 'kit'
  | 'lost'

export interface Route {
  readonly screen: ScreenName
  readonly params: Readonly<Record<string, string>>
}

const PATTERNS: readonly (readonly [ScreenName, string])[] = [
  ['home', '/'],
  ['start', '/start'],
  ['choose', '/choose'],
  ['place', '/p/:place'],
  ['group', '/p/:place/g/:group'],
  ['account', '/p/:place/a/:payee'],
  ['roster', '/p/:place/r/:programme/:year/:batch/:kind'],
  ['post', '/p/:place/n/:post'],
  ['policies', '/policies'],
  ['for-me', '/for-me'],
  ['policy', '/policies/:policy'],
  ['questions', '/questions'],
  ['question', '/questions/:id'],
  ['ask', '/ask'],
  ['settings', '/settings'],
  ['about', '/about'],
  ['word', '/word/:keys'],
  ['install', '/install'],
  ['help', '/help'],
  ['print', '/print'],
  ['boards', '/boards'],
  ['voice', '/voice'],
  ['kit', '/kit'],
]

const table = PATTERNS.map(([screen, pattern]) => ({
  screen,
  pattern: new RegExp(`^${pattern.replace(/:(\w+)/g, '(?<$1>[^/]+)')}/?$`),
}))

/** A broken percent sign is no address of ours. */
const decode = (text: string): string | null => {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

export const routeOf = (path: string): Route => {
  for (const { screen, pattern } of table) {
    const match = pattern.exec(path)
    if (!match) continue
    const params: Record<string, string> = {}
    for (const [name, text] of Object.entries(match.groups ?? {})) {
      const value = decode(text)
      if (value === null) return { screen: 'lost', params: {} }
      params[name] = value
    }
    return { screen, params }
  }
  return { screen: 'lost', params: {} }
}

export interface Address {
  readonly path: string
  readonly search: string
  readonly fragment: string
}

export const parseHref = (href: string): Address => {
  const { pathname, search, hash } = new URL(href)
  return { path: pathname, search, fragment: hash.slice(1) }
}

const part = encodeURIComponent

export const toPlace = (place: string): string => `/p/${part(place)}`
/** Groups by their own number within the village (PACK-13); `none` (-1) for people without one. */
export const toGroup = (place: string, group: number): string =>
  `${toPlace(place)}/g/${group < 0 ? 'none' : group}`
export const toAccount = (place: string, payee: number): string => `${toPlace(place)}/a/${payee}`
/** `roster`: the id inside the ledger, `programme/year/batch/kind`. */
export const toRoster = (place: string, roster: string): string =>
  `${toPlace(place)}/r/${roster.split('/').map(part).join('/')}`
export const toPost = (place: string, post: string): string => `${toPlace(place)}/n/${part(post)}`
export const toPolicy = (policy: string): string => `/policies/${part(policy)}`
export const INSTALL = '/install'
export const HELP = '/help'
export const FOR_ME = '/for-me'
export const VOICE = '/voice'
export const toDraft = (id: string): string => `/ask?draft=${part(id)}`
/** One word of the app, or several that stand together, to be corrected. */
export const toWord = (keys: readonly string[]): string => `/word/${part(keys.join(' '))}`
export const toQuestion = (id: string): string => `/questions/${part(id)}`

export interface AskAbout {
  readonly place?: string
  readonly payee?: number
  readonly roster?: string
}
export interface DraftAbout extends AskAbout {
  readonly draft?: string
}

/** The other way round, with the draft that is to be continued. */
export const readAsk = (search: string): DraftAbout => {
  const query = new URLSearchParams(search)
  const [place, payee, roster, draft] = ['place', 'payee', 'roster', 'draft'].map((name) =>
    query.get(name),
  )
  return {
    ...(place ? { place } : {}),
    ...(payee ? { payee: Number(payee) } : {}),
    ...(roster ? { roster } : {}),
    ...(draft ? { draft } : {}),
  }
}

export const toAsk = ({ place, payee, roster }: AskAbout): string => {
  const query = new URLSearchParams()
  if (place !== undefined) query.set('place', place)
  if (payee !== undefined) query.set('payee', String(payee))
  if (roster !== undefined) query.set('roster', roster)
  const text = query.toString()
  return text === '' ? '/ask' : `/ask?${text}`
}
