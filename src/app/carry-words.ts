// What became of a file of somebody's unsent questions, each number in a line of its own.
import type { Imported } from '../store/outbox/outbox.ts'
import { word } from './word.ts'
import type { Key } from './words-keys.ts'
import type { Say } from './words.svelte.ts'

export const sayImported = ({
  added,
  known,
  differing,
  damaged,
  media,
}: Imported): readonly Say[] => {
  const counted: readonly (readonly [Key, number])[] = [
    ['ask.carry.known', known],
    ['ask.carry.left', differing + damaged],
    ['ask.carry.media-done', media.added],
    ['ask.carry.media-known', media.known],
    ['ask.carry.media-left', media.left],
    ['ask.carry.media-no-room', media.noRoom],
  ]
  const lines = counted.filter(([, count]) => count > 0).map(([key, count]) => word(key, { count }))
  return [word('ask.carry.done', { added }), ...lines]
}
