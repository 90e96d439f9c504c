// The four places of the app, in the order of the bar at the foot and of the rail at the side.
import type { ScreenName } from '../../app/routes.ts'
import type { Key } from '../../app/words-keys.ts'
import type { IconName } from '../kit/icons.ts'

export interface AppPlace {
  readonly href: string
  readonly k: Key
  readonly icon: IconName
  /** Screens that one gets to from here. */
  readonly screens: readonly ScreenName[]
}

export const APP_PLACES: readonly AppPlace[] = [
  {
    href: '/',
    k: 'shell.nav.look-up',
    icon: 'search',
    screens: ['home', 'choose', 'place', 'group', 'account', 'roster', 'post', 'start'],
  },
  {
    href: '/policies',
    k: 'shell.nav.policies',
    icon: 'book',
    screens: ['policies', 'policy', 'for-me'],
  },
  {
    href: '/questions',
    k: 'shell.nav.questions',
    icon: 'speech',
    screens: ['questions', 'question', 'ask'],
  },
  {
    href: '/settings',
    k: 'shell.nav.settings',
    icon: 'dials',
    screens: ['settings', 'about', 'help'],
  },
]
