// The banner's own nine-item card (DOMAIN.md §2.7) with the optional tenth field. A field is what a public body wrote,
// with its source, year and place — or null, shown as 未收集到. Nothing is filled from general knowledge.
import * as z from 'zod/mini'

export const PolicyField = z.object({
  text: z.string().check(z.minLength(1)),
  /** Key of `PolicySource`. */
  source: z.string(),
  /** Place the text speaks of, as a name: 扎赉特旗, 兴安盟乌兰浩特市, 内蒙古自治区 … */
  place: z.string(),
  year: z.nullable(z.int()),
})
export type PolicyField = z.infer<typeof PolicyField>

export const PolicySource = z.object({
  id: z.string(),
  title: z.string(),
  /** Null for a mirror: the body is quoted, not linked. */
  url: z.nullable(z.string()),
})
export type PolicySource = z.infer<typeof PolicySource>

export const PolicyRate = z.object({
  year: z.int(),
  /** Ten-thousandths of a yuan per `unit`. */
  rate: z.int(),
  unit: z.string(),
  /** Which part of the policy, where one has several rates. */
  label: z.nullable(z.string()),
  place: z.string(),
  /** True only for this banner's own rate: nothing else may be used to recompute a line. */
  own: z.boolean(),
  source: z.string(),
})
export type PolicyRate = z.infer<typeof PolicyRate>

export const POLICY_FIELDS = [
  'name',
  'basis',
  'department',
  'recipients',
  'standard',
  'process',
  'frequency',
  'time',
  'contact',
  'funding',
] as const
export type PolicyFieldName = (typeof POLICY_FIELDS)[number]

const field = z.nullable(PolicyField)

/** What a household may have or be, as far as policies are written for it. */
export const TRAITS = [
  'arable',
  'grassland',
  'livestock',
  'forest',
  'machinery',
  'elderly',
  'disability',
  'low-income',
  'orphan',
  'resettled',
] as const
export type Trait = (typeof TRAITS)[number]

export const Policy = z.object({
  id: z.string(),
  title: z.string(),
  /** Programmes paid under this policy. */
  programmes: z.array(z.string()),
  /** For whom its title says it is: a way to find it, no word on who fulfils its conditions. Newer ones may be unknown here. */
  concerns: z.optional(z.array(z.string())),
  fields: z.object({
    name: field,
    basis: field,
    department: field,
    recipients: field,
    standard: field,
    process: field,
    frequency: field,
    time: field,
    contact: field,
    funding: field,
  }),
  rates: z.array(PolicyRate),
})
export type Policy = z.infer<typeof Policy>
