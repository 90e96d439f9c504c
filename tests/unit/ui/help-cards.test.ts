// Help is taken in at a look or not at all.
import { expect, test } from 'vitest'
import { CARDS } from '../../../src/ui/help/cards.ts'

test('help is four cards of at most five pictures, none of them twice', () => {
  expect(CARDS).toHaveLength(4)
  expect(CARDS.map(({ steps }) => steps.length).filter((count) => count > 5)).toEqual([])
  const pictures = CARDS.flatMap(({ steps }) => steps.map(({ drawing }) => drawing))
  expect(new Set(pictures).size).toBe(pictures.length)
})
