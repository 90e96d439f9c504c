// The banner's own data: places, programmes, policies, settings. Delivered with the program, and replaced or extended by
// what the banner's office puts into `<data directory>/banner/`: same file names, entries replaced by id.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod/mini'
import { Place } from '../../domain/place/schema.ts'
import { Policy, PolicySource } from '../../domain/policy/schema.ts'
import { Programme } from '../../domain/programme/schema.ts'
import { Settings } from './settings.ts'

export interface Banner {
  readonly places: Place[]
  readonly programmes: Programme[]
  readonly policies: Policy[]
  readonly sources: PolicySource[]
  readonly settings: Settings
}

/** A file of the banner's own is unreadable or contradicts itself. The message names the file and the entry. */
export class BannerDataError extends Error {
  override readonly name = 'BannerDataError'
}

/** Throws `BannerDataError`: without its places and programmes nothing can be started. */
export const loadBanner = (dataDir?: string): Banner => {
  const own = dataDir === undefined ? null : join(dataDir, 'banner')
  const banner = {
    places: loadList(own, 'places.json', Place),
    programmes: loadList(own, 'programmes.json', Programme),
    policies: loadList(own, 'policies.json', Policy),
    sources: loadList(own, 'sources.json', PolicySource),
    settings: loadSettings(own),
  }
  assertConsistent(banner)
  return banner
}

const loadList = <T extends { id: string }>(
  own: string | null,
  file: string,
  schema: z.ZodMiniType<T>,
): T[] => {
  const entries = parse(z.array(schema), readDelivered(file), file)
  const replacing = own === null ? null : readOwn(own, file)
  if (replacing === null) return entries
  const byId = new Map(entries.map((entry) => [entry.id, entry]))
  for (const entry of parse(z.array(schema), replacing, `banner/${file}`)) byId.set(entry.id, entry)
  return [...byId.values()]
}

const loadSettings = (own: string | null): Settings => {
  const delivered = parse(Settings, readDelivered('settings.json'), 'settings.json')
  const replacing = own === null ? null : readOwn(own, 'settings.json')
  return parse(Settings, { ...delivered, ...Object(replacing) }, 'banner/settings.json')
}

const readDelivered = (file: string): unknown =>
  JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8'))

const readOwn = (own: string, file: string): unknown => {
  const path = join(own, file)
  if (!existsSync(path)) return null
  try {
    return JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''))
  } catch {
    throw new BannerDataError(`banner/${file} is not JSON`)
  }
}

const parse = <T>(schema: z.ZodMiniType<T>, value: unknown, file: string): T => {
  const parsed = z.safeParse(schema, value)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new BannerDataError(`${file}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`)
}

/** What no single schema can see: every reference has its target. */
const assertConsistent = (banner: Banner): void => {
  const places = new Set(banner.places.map((place) => place.id))
  const programmes = new Set(banner.programmes.map((programme) => programme.id))
  const sources = new Set(banner.sources.map((source) => source.id))
  const missing = (file: string, entry: string, target: string): never => {
    throw new BannerDataError(`${file}: ${entry} names ${target}, which does not exist`)
  }
  for (const { id, parent } of banner.places) {
    if (parent !== null && !places.has(parent)) missing('places.json', id, parent)
  }
  for (const { id, department } of banner.programmes) {
    if (!places.has(department)) missing('programmes.json', id, department)
  }
  for (const policy of banner.policies) {
    for (const id of policy.programmes) {
      if (!programmes.has(id)) missing('policies.json', policy.id, id)
    }
    const cited = [...Object.values(policy.fields), ...policy.rates].flatMap((x) => x?.source ?? [])
    for (const id of cited) if (!sources.has(id)) missing('policies.json', policy.id, id)
  }
}
