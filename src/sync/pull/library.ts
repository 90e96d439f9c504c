// The verified files of this device, kept in step with the vault: what is received is judged, stored in one transaction, and
// only then part of the shelf. One change at a time.
import { bytesToBase64Url } from '../../base/bytes.ts'
import type { Bytes } from '../../base/bytes.ts'
import { err, ok } from '../../base/result.ts'
import type { Result } from '../../base/result.ts'
import type { VerifyPorts } from '../../pack/ports.ts'
import { judgeArrival } from './accept.ts'
import type { Acceptance } from './accept.ts'
import { advance } from './advance.ts'
import type { PullFailure } from './failure.ts'
import { loadShelf } from './load.ts'
import { readPack } from './packs.ts'
import type { StorageFailure, Vault, Write } from './ports.ts'
import type { RefusalLog } from './refusal-log.ts'
import { emptyShelf, gainOf, hashesOf, nextSeq, sourceId, targetsHere, viewOf } from './shelf.ts'
import type { Shelf } from './shelf.ts'
import { CATALOGUE } from './state.ts'
import type { Gain, Job } from './state.ts'
import { villageKeyId } from './village-key.ts'

export interface LibraryDeps {
  readonly vault: Vault
  readonly verify: VerifyPorts
  readonly log: RefusalLog
  readonly wanted: () => ReadonlySet<string>
  /** No whole copy of a pack that was counted on is here any more. */
  readonly lost: (pack: LostPack) => void
}

export interface LostPack {
  readonly hash: string
  readonly target: string
}

export interface Library {
  readonly shelf: () => Shelf
  /** Reads and verifies the vault anew: at start, and when another tab wrote. */
  readonly reload: () => Promise<Result<void, StorageFailure>>
  /** Whether the vault still has what the shelf says: false when another tab wrote since. */
  readonly isCurrent: () => Promise<boolean>
  readonly accept: (job: Job, bytes: Bytes) => Promise<Result<Gain, PullFailure>>
  /** A whole pack; a damaged one is reported, healed from its copy or put out of the shelf. */
  readonly pack: (hash: string, target: string) => Promise<Bytes | null>
  /** What the catalogue's head held here would be called by our server: asking "if it changed" saves the body (PULL-1). */
  readonly probeTag: () => Promise<string | null>
  /** Reads every pack once. */
  readonly recheck: () => Promise<void>
  /** Board's first 8 hex digits, to be compared before anything is stored (PULL-11). False: another root is pinned. */
  readonly expectRoot: (prefix: string) => Promise<boolean>
  /** Takes a target off this device. `unlisted`: a verified list lacks it (PULL-8). */
  readonly remove: (target: string, unlisted: boolean) => Promise<Gain>
  /** Takes away what nothing refers to; after a round that went well. */
  readonly sweep: () => Promise<void>
}

/** One after the other, whatever became of the one before. */
const createQueue = () => {
  let last: Promise<unknown> = Promise.resolve()
  return <T>(task: () => Promise<T>): Promise<T> => {
    const next = last.then(task, task)
    last = next.catch(() => undefined)
    return next
  }
}

interface Context extends LibraryDeps {
  shelf: Shelf
}

const whatOf = (job: Job): string =>
  job.kind === 'trust' || job.kind === 'heads' ? job.kind : job.target

const withoutPack = (context: Context, hash: string): void => {
  const packs = new Set(context.shelf.packs)
  packs.delete(hash)
  context.shelf = { ...context.shelf, packs }
}

const store = async (
  context: Context,
  { shelf: after, writes, arrival }: Acceptance,
): Promise<Result<Gain, PullFailure>> => {
  const { vault, verify, wanted } = context
  const readWhole = async (hash: string) => (await readPack(vault, verify.sha256, hash)).whole
  const deps = { verify, wanted: wanted(), readPack: readWhole }
  const next = await advance(deps, context.shelf, after, arrival)
  const stored = await vault.commit([...writes, ...next.writes])
  if (!stored.ok) return err({ kind: 'storage' })
  context.shelf = next.shelf
  return ok(arrival ? { packs: next.shelf.packs } : gainOf(next.shelf))
}

const reload = async (context: Context): Promise<Result<void, StorageFailure>> => {
  const loaded = await loadShelf(context.vault, context.verify)
  if (!loaded.ok) return loaded
  const { shelf, damage, heal } = loaded.value
  context.shelf = shelf
  for (const { what, refusal } of damage) context.log.note(what, refusal, 'stored')
  if (heal.length > 0) await context.vault.commit(heal)
  return ok(undefined)
}

const sameMembers = (a: readonly string[], b: readonly string[]): boolean => {
  const members = new Set(b)
  return a.length === members.size && a.every((one) => members.has(one))
}

const isCurrent = async ({ vault, shelf }: Context): Promise<boolean> => {
  const heads = await vault.ids('heads')
  const packs = await vault.ids('packs')
  if (!heads.ok || !packs.ok) return true
  return (
    sameMembers(heads.value, shelf.sources.map(sourceId)) &&
    sameMembers(packs.value, [...shelf.packs])
  )
}

const accept = async (
  context: Context,
  job: Job,
  bytes: Bytes,
): Promise<Result<Gain, PullFailure>> => {
  const judged = await judgeArrival(context.shelf, job, bytes, context.verify)
  if (!judged.ok) return err({ kind: 'refused', refusal: judged.error })
  const stored = await store(context, judged.value)
  if (!stored.ok) return stored
  context.log.resolve(whatOf(job))
  if (job.kind !== 'trust') return stored
  // Files that a key no longer covers are not shown from here on, just as after a restart.
  await reload(context)
  return ok(gainOf(context.shelf))
}

const expectRoot = async (context: Context, prefix: string): Promise<boolean> => {
  const { held } = context.shelf
  if (held.rootHash !== null) return held.rootHash.startsWith(prefix)
  // Nothing is pinned and nothing stored yet: the board scanned last counts.
  const shelf = { ...context.shelf, held: { ...held, rootPrefix: prefix } }
  return (await store(context, { shelf, writes: [], arrival: null })).ok
}

const remove = async (context: Context, target: string, unlisted: boolean): Promise<Gain> => {
  const { shelf } = context
  const hashes = hashesOf(viewOf(shelf, target))
  const { [target]: _leave, ...previous } = shelf.previous
  const after = {
    ...shelf,
    previous,
    sources: shelf.sources.filter((source) => source.target !== target),
    packs: new Set([...shelf.packs].filter((hash) => !hashes.includes(hash))),
    removed: unlisted ? { ...shelf.removed, [target]: nextSeq(shelf) - 1 } : shelf.removed,
  }
  const writes: readonly Write[] = [
    ...hashes.map((id): Write => ({ table: 'packs', id, bytes: null })),
    { table: 'segments', id: target, bytes: null },
    { table: 'settings', id: villageKeyId(target), bytes: null },
  ]
  await store(context, { shelf: after, writes, arrival: null })
  return gainOf(context.shelf)
}

const TAG_LETTERS = 22

/** Null unless the newest file of the catalogue here belongs to the newest checkpoint, and is whole. */
const probeTag = async ({ vault, verify, shelf }: Context): Promise<string | null> => {
  const source = shelf.sources.find(({ target }) => target === CATALOGUE)
  const { checkpoint } = shelf.held
  const isNewest = source?.checkpoint.hash === checkpoint?.hash
  if (!source || !isNewest || source.checkpoint.checkedMs !== checkpoint?.checkedMs) return null
  const copies = await vault.read('heads', sourceId(source))
  const bytes = copies.ok ? copies.value[0] : undefined
  return bytes ? `"${bytesToBase64Url(verify.sha256(bytes)).slice(0, TAG_LETTERS)}"` : null
}

const sweep = async ({ vault, shelf }: Context): Promise<void> => {
  const heads = await vault.ids('heads')
  const packs = await vault.ids('packs')
  if (!heads.ok || !packs.ok) return
  const hashes = targetsHere(shelf).flatMap((target) => hashesOf(viewOf(shelf, target)))
  const kept = new Set([...shelf.sources.map(sourceId), ...hashes])
  const gone = (table: 'heads' | 'packs', ids: readonly string[]): readonly Write[] =>
    ids.filter((id) => !kept.has(id)).map((id) => ({ table, id, bytes: null }))
  await vault.commit([...gone('heads', heads.value), ...gone('packs', packs.value)])
}

export const createLibrary = (deps: LibraryDeps): Library => {
  const context: Context = { ...deps, shelf: emptyShelf }
  const inTurn = createQueue()

  const pack = async (hash: string, target: string): Promise<Bytes | null> => {
    const { whole, damaged, known } = await readPack(deps.vault, deps.verify.sha256, hash)
    if (damaged) deps.log.note(target, { kind: 'damaged' }, 'stored')
    if (!whole && known && context.shelf.packs.has(hash)) {
      await inTurn(async () => withoutPack(context, hash))
      deps.lost({ hash, target })
    }
    return whole
  }

  const recheck = async (): Promise<void> => {
    for (const target of targetsHere(context.shelf)) {
      for (const hash of hashesOf(viewOf(context.shelf, target))) {
        if (context.shelf.packs.has(hash)) await pack(hash, target)
      }
    }
  }

  return {
    shelf: () => context.shelf,
    reload: () => inTurn(() => reload(context)),
    isCurrent: () => inTurn(() => isCurrent(context)),
    accept: (job, bytes) => inTurn(() => accept(context, job, bytes)),
    pack,
    probeTag: () => probeTag(context),
    recheck,
    expectRoot: (prefix) => inTurn(() => expectRoot(context, prefix)),
    remove: (target, unlisted) => inTurn(() => remove(context, target, unlisted)),
    sweep: () => inTurn(() => sweep(context)),
  }
}
