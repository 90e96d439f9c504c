// Finding a policy by its title or by any name of its programmes, and what of it belongs to this banner. Pure.
import {
  POLICY_FIELDS,
  TRAITS,
  type Policy,
  type PolicyRate,
  type Trait,
} from '../domain/policy/schema.ts'
import type { Programme } from '../domain/programme/schema.ts'

const fold = (text: string): string => text.toLowerCase().replace(/\s/g, '')

export const findPolicies = (
  policies: readonly Policy[],
  typed: string,
  programmes: ReadonlyMap<string, Programme>,
): readonly Policy[] => {
  const query = fold(typed)
  if (query === '') return policies
  return policies.filter((policy) =>
    [
      policy.title,
      ...policy.programmes.flatMap((id) => {
        const programme = programmes.get(id)
        return programme ? [programme.name, ...programme.aliases] : []
      }),
    ].some((name) => fold(name).includes(query)),
  )
}

/** The banner's own rates of the newest year collected: the only ones that say what is paid here. */
export const ownRates = (policy: Policy): readonly PolicyRate[] => {
  const own = policy.rates.filter((rate) => rate.own)
  const newest = Math.max(...own.map((rate) => rate.year))
  return own.filter((rate) => rate.year === newest)
}

/** The nine items of the banner's card; the tenth, where the money comes from, only where it was collected. */
export const cardFields = (policy: Policy) =>
  POLICY_FIELDS.filter((name) => name !== 'funding' || policy.fields.funding !== null).map(
    (name) => ({ name, field: policy.fields[name] }),
  )

/** What may be asked: only what some policy held here is for. */
export const askableTraits = (policies: readonly Policy[]): readonly Trait[] =>
  TRAITS.filter((trait) => policies.some(({ concerns }) => concerns?.includes(trait)))

/** Those that concern most of what was chosen come first. */
export const policiesFor = (
  policies: readonly Policy[],
  chosen: readonly Trait[],
): readonly Policy[] => {
  const weightOf = ({ concerns = [] }: Policy): number =>
    chosen.filter((trait) => concerns.includes(trait)).length
  return policies
    .map((policy) => ({ policy, weight: weightOf(policy) }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ policy }) => policy)
}
