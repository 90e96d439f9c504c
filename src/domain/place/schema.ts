// The places of a banner. Keyed by code, never by name: names repeat (DOMAIN.md §4.2) and change.
import * as z from 'zod/mini'

export const PlaceType = z.enum([
  'banner',
  'town',
  'sumu',
  'township',
  'farm',
  'department',
  'village',
  'gacha',
  'community',
])
export type PlaceType = z.infer<typeof PlaceType>

/** A place that publishes ("site"), or the banner itself. Groups are not places of this list: see `groupId`. */
export const Place = z.object({
  /** Banner 6 digits, town 9, village/gacha/community 12, department `d` + stable number. */
  id: z.string().check(z.regex(/^(\d{6}|\d{9}|\d{12}|d-[a-z0-9-]+)$/)),
  type: PlaceType,
  name: z.string().check(z.minLength(2)),
  /** Parent's id; null for the banner alone. */
  parent: z.nullable(z.string()),
  /** Other names and spellings in use, former names, the body's full name (…嘎查委员会). */
  aliases: z.array(z.string()),
})
export type Place = z.infer<typeof Place>

/** Group of a village (屯、组、艾里、独贵龙): village code + two digits, proposed by intake. */
export const GroupId = z.string().check(z.regex(/^\d{14}$/))
