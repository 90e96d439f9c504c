// Who answers what. Nobody answers about himself: what is said about a village goes above it. The sender sees these names
// before sending; all of them read through the one office inbox (src/protocol/SPEC.md, table of kinds).
import type { PlaceTree } from '../place/rules.ts'
import type { AnsweredKind } from './schema.ts'

export interface Concern {
  /** A word of the app concerns no place. */
  readonly kind: Exclude<AnsweredKind, 'translation'>
  readonly site: string
  /** Place id of the programme's department; null without a programme. */
  readonly department: string | null
}

/** Place ids, the one who must answer first. Empty only when the site is unknown and no department is named. */
export const answeringPlaces = ({ kind, site, department }: Concern, tree: PlaceTree): string[] => {
  const above = tree.ancestorsOf(site)[0]?.id
  const others = kind === 'question' && department !== null ? [department] : [above, department]
  const places = others.filter((id): id is string => typeof id === 'string' && id !== site)
  return places.length > 0 || above === undefined ? places : [above]
}
