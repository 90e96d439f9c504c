// A programme is a kind of subsidy; its disclosure schedule is data, because every programme may be published differently.
import * as z from 'zod/mini'

/** How a person appears: full name; masked name and amount; or only in sums (DESIGN §3). */
export const DisclosureClass = z.enum(['named', 'masked', 'counts'])
export type DisclosureClass = z.infer<typeof DisclosureClass>

/** Everybody, or whoever holds the key on the village's board and slips. */
export const Audience = z.enum(['public', 'village'])
export type Audience = z.infer<typeof Audience>

export const DisclosureStage = z.object({
  class: DisclosureClass,
  audience: Audience,
  /** Months this stage lasts, counted from the end of the one before (first: from publication); null = for ever. */
  months: z.nullable(z.int()),
})
export type DisclosureStage = z.infer<typeof DisclosureStage>

export const Disclosure = z.object({
  notice: z.object({
    days: z.int(),
    /** `working` leaves out Saturdays, Sundays and the holidays in the settings. Both end dates count. */
    count: z.enum(['calendar', 'working']),
    class: DisclosureClass,
    audience: Audience,
  }),
  /** Successive stages of the result, the last one open-ended. */
  result: z.array(DisclosureStage).check(z.minLength(1)),
})
export type Disclosure = z.infer<typeof Disclosure>

export const Unit = z.enum([
  '亩',
  '头',
  '只',
  '口',
  '台',
  '户',
  '人',
  '人月',
  '人年',
  '次',
  '公斤',
  '元',
])
export type Unit = z.infer<typeof Unit>

export const Programme = z.object({
  /** Stable slug, never reused: `gengdi-dili`. */
  id: z.string().check(z.regex(/^[a-z][a-z0-9-]{1,40}$/)),
  name: z.string(),
  /** Other names met in titles, programme columns and headers. */
  aliases: z.array(z.string()),
  /** Bank memo by which villagers recognise the money (DOMAIN §5.2); null when not collected. */
  memo: z.nullable(z.string()),
  /** Responsible department's place id. */
  department: z.string(),
  unit: Unit,
  /** `rate`: amount = quantity × rate can be recomputed. `approved`: the amount is what was approved, nothing to recompute. */
  basis: z.enum(['rate', 'approved']),
  disclosure: Disclosure,
})
export type Programme = z.infer<typeof Programme>
