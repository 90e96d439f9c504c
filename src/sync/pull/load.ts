// What lies in the vault, verified again by the rules for received files (PULL-6). Damage is reported, never thrown, and never
// takes more with it than the damaged thing; a whole second copy heals the first.
import { err, ok } from '../../base/result.ts'
import type { Result } from '../../base/result.ts'
import type { Refusal, Restart, Trust } from '../../pack/model.ts'
import type { VerifyPorts } from '../../pack/ports.ts'
import { createHeld, judgeSites, judgeStoredSiteFile, judgeTrust } from '../../pack/verify.ts'
import type { Held } from '../../pack/verify.ts'
import type { Bytes } from '../../base/bytes.ts'
import type { Entry, StorageFailure, Vault, Write } from './ports.ts'
import { firstWhole, openRecord } from './record.ts'
import { LIST, parseSourceId } from './shelf.ts'
import type { PreviousLeave, Shelf, Source } from './shelf.ts'

export interface Damage {
  readonly what: string
  readonly refusal: Refusal
}

export interface Loaded {
  readonly shelf: Shelf
  readonly damage: readonly Damage[]
  /** Whole copies to be written over damaged ones. */
  readonly heal: readonly Write[]
}

interface Gathered {
  readonly damage: Damage[]
  readonly heal: Write[]
}

const copiesById = (entries: readonly Entry[]): ReadonlyMap<string, readonly Bytes[]> => {
  const copies = new Map<string, Bytes[]>()
  for (const { id, bytes } of entries) copies.set(id, [...(copies.get(id) ?? []), bytes])
  return copies
}

/** Own records of one table, by id. A record without a whole copy is missing from the result. */
export const openRecords = (
  entries: readonly Entry[],
  table: 'settings' | 'follows' | 'refusals',
  sha256: VerifyPorts['sha256'],
  gathered: Gathered,
): ReadonlyMap<string, unknown> => {
  const records = new Map<string, unknown>()
  for (const [id, copies] of copiesById(entries)) {
    const open = (copy: Bytes) =>
      openRecord(sha256, `${table} ${id}`, copy) === undefined ? undefined : copy
    const { value, damaged } = firstWhole(copies, open)
    if (damaged) gathered.damage.push({ what: 'records', refusal: { kind: 'damaged' } })
    if (value === undefined) continue
    if (damaged) gathered.heal.push({ table, id, bytes: value, copies: 2 })
    records.set(id, openRecord(sha256, `${table} ${id}`, value))
  }
  return records
}

const loadTrust = async (
  held: Held,
  copies: readonly Bytes[],
  verify: VerifyPorts,
  gathered: Gathered,
): Promise<{ readonly trust: Trust; readonly held: Held } | null> => {
  let damaged = false
  for (const copy of copies) {
    const judged = await judgeTrust(held, copy, verify)
    if (judged.ok) {
      if (damaged) gathered.heal.push({ table: 'trust', id: LIST, bytes: copy, copies: 2 })
      return judged.value
    }
    damaged = true
    gathered.damage.push({ what: 'trust', refusal: judged.error })
  }
  return null
}

type SourceId = Pick<Source, 'seq' | 'target'>

/** By all rules but the order of checkpoints, which is judged when a file is accepted. */
const judgeStored = async (
  { seq, target }: SourceId,
  bytes: Bytes,
  held: Held,
  trust: Trust,
  verify: VerifyPorts,
): Promise<Result<Source, Refusal>> => {
  if (target === LIST) {
    const judged = await judgeSites({ ...held, checkpoint: null }, trust, bytes, verify)
    if (!judged.ok) return judged
    const heads = new Map(judged.value.heads.map((head) => [head.site, head]))
    return ok({ seq, target, checkpoint: judged.value.checkpoint, heads })
  }
  const judged = await judgeStoredSiteFile(trust, bytes, target, verify)
  if (!judged.ok) return judged
  const { head, checkpoint } = judged.value
  return ok({ seq, target, checkpoint, heads: new Map([[target, head]]) })
}

const loadSource = async (
  id: string,
  copies: readonly Bytes[],
  held: Held,
  trust: Trust,
  verify: VerifyPorts,
  gathered: Gathered,
): Promise<Source | null> => {
  const parsed = parseSourceId(id)
  if (!parsed) return null
  let damaged = false
  for (const copy of copies) {
    const judged = await judgeStored(parsed, copy, held, trust, verify)
    if (judged.ok) {
      if (damaged) gathered.heal.push({ table: 'heads', id, bytes: copy, copies: 2 })
      return judged.value
    }
    damaged = true
    const what = parsed.target === LIST ? 'heads' : parsed.target
    gathered.damage.push({ what, refusal: judged.error })
  }
  return null
}

/** Where the own note of it was lost: what the last accepted source says. */
const withCheckpoint = (held: Held, sources: readonly Source[]): Held => {
  const last = sources[0]?.checkpoint
  if (held.checkpoint || !last) return held
  const { number, hash, checkedMs, trustVersion } = last
  return { ...held, checkpoint: { number, hash, checkedMs, trustVersion } }
}

/** All at once: a cold start waits for the slowest, not for their sum. */
const readAll = async (vault: Vault) => {
  const [settings, trust, heads, packs] = await Promise.all([
    vault.all('settings'),
    vault.read('trust', LIST),
    vault.all('heads'),
    vault.ids('packs'),
  ])
  if (!settings.ok) return settings
  if (!trust.ok) return trust
  if (!heads.ok) return heads
  if (!packs.ok) return packs
  return ok({
    settings: settings.value,
    trust: trust.value,
    heads: heads.value,
    packs: packs.value,
  })
}

export const loadShelf = async (
  vault: Vault,
  verify: VerifyPorts,
): Promise<Result<Loaded, StorageFailure>> => {
  const read = await readAll(vault)
  if (!read.ok) return err(read.error)
  const gathered: Gathered = { damage: [], heal: [] }
  const records = openRecords(read.value.settings, 'settings', verify.sha256, gathered)
  const noted = (records.get('held') as Held | undefined) ?? createHeld()
  const trusted = await loadTrust(noted, read.value.trust, verify, gathered)
  const sources: Source[] = []
  for (const [id, copies] of copiesById(trusted ? read.value.heads : [])) {
    const { held, trust } = trusted!
    const source = await loadSource(id, copies, held, trust, verify, gathered)
    if (source) sources.push(source)
  }
  sources.sort((a, b) => b.seq - a.seq)
  const shelf: Shelf = {
    held: withCheckpoint(trusted?.held ?? noted, sources),
    trust: trusted?.trust ?? null,
    sources,
    packs: new Set(read.value.packs),
    previous: (records.get('previous') as Record<string, PreviousLeave> | undefined) ?? {},
    restart: (records.get('restart') as Restart | undefined) ?? null,
    removed: (records.get('removed') as Record<string, number> | undefined) ?? {},
  }
  return ok({ shelf, ...gathered })
}
