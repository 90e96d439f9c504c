// Which component draws which screen. What a cold start without network needs is in the start-up code; the rest comes as
// chunks (precached by the service worker) together with its words.
import type { Component } from 'svelte'
import type { ScreenName } from '../app/routes.ts'
import type { Area } from '../app/words-keys.ts'
import Account from './villager/Account.svelte'
import Home from './villager/Home.svelte'
import Lost from './villager/Lost.svelte'

export type ScreenComponent = Component<{ params: Readonly<Record<string, string>> }>

/** A screen whose address has no parts takes no props; handed some, it leaves them alone. */
type AnyScreen = ScreenComponent | Component<Record<string, never>>

type Screen =
  | { readonly component: ScreenComponent }
  | { readonly areas: readonly Area[]; readonly load: () => Promise<ScreenComponent> }

const later = (
  areas: readonly Area[],
  load: () => Promise<{ default: AnyScreen }>,
): Screen => ({ areas, load: async () => (await load()).default as ScreenComponent })

export const screens: Readonly<Record<ScreenName, Screen>> = {
  home: { component: Home as AnyScreen as ScreenComponent },
  account: { component: Account },
  lost: { component: Lost },
  start: later(['start', 'settings'], () => import('./start/Start.svelte')),
  choose: later(['choose', 'place'], () => import('./villager/Choose.svelte')),
  place: later(['place', 'choose'], () => import('./villager/Place.svelte')),
  group: later(['place'], () => import('./villager/Group.svelte')),
  roster: later(['place'], () => import('./villager/Roster.svelte')),
  post: later(['place'], () => import('./villager/Post.svelte')),
  policies: later(['policy'], () => import('./villager/Policies.svelte')),
  policy: later(['policy'], () => import('./villager/Policy.svelte')),
  questions: later(['ask', 'error'], () => import('./villager/Questions.svelte')),
  question: later(['ask', 'error'], () => import('./villager/Question.svelte')),
  ask: later(['ask', 'error'], () => import('./villager/Ask.svelte')),
  settings: later(['settings'], () => import('./villager/Settings.svelte')),
  about: later(['settings'], () => import('./villager/About.svelte')),
}
