// Who reads what a villager sends, and for how long it is kept.
import { describe, expect, test } from 'vitest'
import { answeringPlaces } from '../../../../src/domain/event/recipients.ts'
import { erasedBefore } from '../../../../src/domain/event/retention.ts'
import { createPlaceTree } from '../../../../src/domain/place/rules.ts'
import type { Place } from '../../../../src/domain/place/schema.ts'

const place = (id: string, type: Place['type'], parent: string | null): Place => ({
  id,
  type,
  name: `地方${id}`,
  parent,
  aliases: [],
})
const tree = createPlaceTree([
  place('152223', 'banner', null),
  place('152223105', 'town', '152223'),
  place('152223105201', 'gacha', '152223105'),
  place('d-caizheng', 'department', '152223'),
])
const ask = (kind: 'question' | 'objection', site: string, department: string | null) =>
  answeringPlaces({ kind, site, department }, tree)

describe('who answers', () => {
  test('a question goes to the department of its programme, else above the place it is about', () => {
    expect(ask('question', '152223105201', 'd-caizheng')).toEqual(['d-caizheng'])
    expect(ask('question', '152223105201', null)).toEqual(['152223105'])
    expect(ask('question', '152223105', null)).toEqual(['152223'])
  })

  test('an objection goes to the town and the department', () => {
    expect(ask('objection', '152223105201', 'd-caizheng')).toEqual(['152223105', 'd-caizheng'])
  })

  test('nobody answers about himself', () => {
    for (const kind of ['question', 'objection'] as const) {
      for (const { id } of tree.places) {
        for (const department of [null, 'd-caizheng'])
          expect(ask(kind, id, department)).not.toContain(id)
      }
    }
    expect(ask('question', 'd-caizheng', 'd-caizheng')).toEqual(['152223'])
  })

  test('what was answered two years ago may go, what was answered yesterday may not', () => {
    const now = Date.parse('2026-11-23T08:00:00+08:00')
    expect(erasedBefore('question', now)).toBe(Date.parse('2024-11-23T00:00:00+08:00'))
    expect(erasedBefore('translation', now)).toBe(Date.parse('2026-11-23T00:00:00+08:00'))
    expect(erasedBefore('objection', now)).toBe(Date.parse('2023-11-23T00:00:00+08:00'))
  })
})
