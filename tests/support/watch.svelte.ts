// Somebody who looks: collects what a reactive expression gives, as a screen would read it.
import { flushSync } from 'svelte'

export interface Watcher<T> {
  readonly values: readonly T[]
  readonly stop: () => void
}

export const watch = <T>(read: () => T): Watcher<T> => {
  const values: T[] = []
  const stop = $effect.root(() => {
    $effect(() => {
      values.push(read())
    })
  })
  flushSync()
  return { values, stop }
}
