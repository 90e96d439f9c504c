// The four cards of help: what people come for first, what they fear, what they do when it is wrong, how they read it at all.
import type { Key } from '../../app/words-keys.ts'
import type { DrawingName } from '../kit/drawings.ts'

export interface HelpCard {
  readonly k: Key
  /** At most five: more is not taken in at a look. */
  readonly steps: readonly { readonly drawing: DrawingName; readonly k: Key }[]
}

export const CARDS: readonly HelpCard[] = [
  {
    k: 'help.find.title',
    steps: [
      { drawing: 'open', k: 'help.find.open' },
      { drawing: 'name', k: 'help.find.name' },
      { drawing: 'number', k: 'help.find.number' },
      { drawing: 'person', k: 'help.find.person' },
      { drawing: 'money', k: 'help.find.money' },
    ],
  },
  {
    k: 'help.away.title',
    steps: [
      { drawing: 'fetch', k: 'help.away.fetch' },
      { drawing: 'kept', k: 'help.away.kept' },
      { drawing: 'away', k: 'help.away.away' },
      { drawing: 'still', k: 'help.away.still' },
    ],
  },
  {
    k: 'help.wrong.title',
    steps: [
      { drawing: 'doubt', k: 'help.wrong.doubt' },
      { drawing: 'ask', k: 'help.wrong.ask' },
      { drawing: 'say', k: 'help.wrong.say' },
      { drawing: 'wait', k: 'help.wrong.wait' },
      { drawing: 'answer', k: 'help.wrong.answer' },
    ],
  },
  {
    k: 'help.read.title',
    steps: [
      { drawing: 'large', k: 'help.read.large' },
      { drawing: 'script', k: 'help.read.script' },
      { drawing: 'hear', k: 'help.read.hear' },
      { drawing: 'board', k: 'help.read.board' },
      { drawing: 'together', k: 'help.read.together' },
    ],
  },
]
