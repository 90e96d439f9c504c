// What the picture of a policy says: the items of its card as they were written, each with where it was found. Pure.
import type { Policy, PolicyField, PolicySource } from '../../domain/policy/schema.ts'
import { cardFields } from '../policies.ts'
import type { Translate } from '../words.svelte.ts'
import type { Block, RowBlock } from './blocks.ts'

export interface PolicyNames {
  readonly t: Translate
  readonly title: string
  readonly sources: readonly PolicySource[]
  readonly isElsewhere: (place: string) => boolean
}

const notesOf = (field: PolicyField, { t, sources, isElsewhere }: PolicyNames): string[] => {
  const source = sources.find(({ id }) => id === field.source)?.title ?? t('shell.not-collected')
  const year = field.year === null ? [] : [t('shell.year', { year: field.year })]
  return [
    ...(isElsewhere(field.place) ? [t('policy.elsewhere', { place: field.place })] : []),
    `${t('policy.source')}${[source, field.place, ...year].join(' · ')}`,
  ]
}

const rowOf = (field: PolicyField | null, names: PolicyNames): RowBlock => ({
  text: field?.text ?? names.t('shell.not-collected'),
  end: '',
  was: null,
  notes: field ? notesOf(field, names) : [],
})

export const policyBlocks = (policy: Policy, names: PolicyNames): readonly Block[] => [
  { kind: 'title', text: names.title },
  ...cardFields(policy).map(({ name, field }): Block => ({
    kind: 'group',
    name: names.t(`policy.field.${name}`),
    mongolian: null,
    rows: [rowOf(field, names)],
  })),
]
