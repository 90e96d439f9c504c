// The one thing that a screen is there for, told to whoever stands around it: in 蒙文 the rail shows it, else the screen does.
import type { Snippet } from 'svelte'
import { createContext } from 'svelte'

export class MainAction {
  main: Snippet | null = $state.raw(null)
}

export const [getMainAction, setMainAction] = createContext<MainAction>()
