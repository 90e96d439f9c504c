// A policy in short, as it stands on a board: what was collected and holds in this banner, nothing from elsewhere. Pure.
import type { Policy, PolicyField, PolicyFieldName } from '../../domain/policy/schema.ts'

/** What somebody before a board asks first; dates and procedure stand on the leaflet. */
const ASKED: readonly PolicyFieldName[] = [
  'recipients',
  'standard',
  'basis',
  'department',
  'contact',
]

export interface BriefItem {
  readonly name: PolicyFieldName
  readonly field: PolicyField
}

export const policyBrief = (
  policy: Policy,
  isElsewhere: (place: string) => boolean,
): readonly BriefItem[] =>
  ASKED.flatMap((name) => {
    const field = policy.fields[name]
    return field && !isElsewhere(field.place) ? [{ name, field }] : []
  })
