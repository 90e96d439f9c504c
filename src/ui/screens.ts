// Which component draws which screen. Only the first screen is in the start-up code; the rest comes as chunks (precached by
// the service worker) together with its words, and stays once it came.
import type { Component } from 'svelte'
import type { ScreenName } from '../app/routes.ts'
import type { Area } from '../app/words-keys.ts'
import Home from './villager/Home.svelte'
import Lost from './villager/Lost.svelte'

export type ScreenComponent = Component<{ params: Readonly<Record<string, string>> }>

/** A screen whose address has no parts takes no props; handed some, it leaves them alone. */
type AnyScreen = ScreenComponent | Component<Record<string, never>>

export interface LateScreen {
  readonly areas: readonly Area[]
  readonly load: () => Promise<ScreenComponent>
  /** Set once it has been loaded: then the screen is drawn without a pause. */
  component: ScreenComponent | null
}

/** What a cold start needs is there from the beginning. */
export type Screen = LateScreen | { readonly component: ScreenComponent; readonly load?: never }

const later = (areas: readonly Area[], load: () => Promise<{ default: AnyScreen }>): LateScreen => {
  const screen: LateScreen = {
    areas,
    component: null,
    load: async () => (screen.component = (await load()).default as ScreenComponent),
  }
  return screen
}

export const screens: Readonly<Record<ScreenName, Screen>> = {
  home: { component: Home as AnyScreen as ScreenComponent },
  lost: { component: Lost },
  account: later(['account', 'picture'], () => import('./villager/Account.svelte')),
  start: later(['start', 'settings'], () => import('./start/Start.svelte')),
  choose: later(['choose'], () => import('./villager/Choose.svelte')),
  place: later(['place', 'account', 'choose', 'picture'], () => import('./villager/Place.svelte')),
  group: later(['place', 'account'], () => import('./villager/Group.svelte')),
  roster: later(['place', 'account'], () => import('./villager/Roster.svelte')),
  post: later(['place', 'account'], () => import('./villager/Post.svelte')),
  policies: later(['policy', 'choose'], () => import('./villager/Policies.svelte')),
  'for-me': later(['policy'], () => import('./villager/ForMe.svelte')),
  policy: later(['policy', 'choose', 'picture'], () => import('./villager/Policy.svelte')),
  questions: later(['ask', 'error'], () => import('./villager/Questions.svelte')),
  question: later(['ask', 'error'], () => import('./villager/Question.svelte')),
  ask: later(['ask', 'error'], () => import('./villager/Ask.svelte')),
  settings: later(['settings', 'ask'], () => import('./villager/Settings.svelte')),
  help: later(['help'], () => import('./help/Help.svelte')),
  install: later(['install', 'settings'], () => import('./villager/Install.svelte')),
  word: later(['word', 'ask', 'error'], () => import('./villager/Word.svelte')),
  about: later(['settings'], () => import('./villager/About.svelte')),
  print: later(['print'], () => import('./print/Print.svelte')),
  voice: later(['voice'], () => import('./villager/Voice.svelte')),
  kit: later(
    ['kit', 'policy', 'ask', 'account', 'place', 'settings', 'help'],
    () => import('./kit-page/KitPage.svelte'),
  ),
  boards: later(['boards', 'ask', 'error'], () => import('./field/Boards.svelte')),
}
