// Judges what an errand brought: what the shelf would be with it, and what has to be written for that. Changes nothing.
import type { Bytes } from '../../base/bytes.ts'
import { err, ok } from '../../base/result.ts'
import type { Result } from '../../base/result.ts'
import type { Refusal, SiteHead, Trust } from '../../pack/model.ts'
import type { VerifyPorts } from '../../pack/ports.ts'
import { judgePack, judgeSiteFile, judgeSites, judgeTrust } from '../../pack/verify.ts'
import type { AcceptedCheckpoint } from '../../pack/verify.ts'
import type { Arrival } from './advance.ts'
import { openPack } from './contents.ts'
import type { Write } from './ports.ts'
import { sealRecord } from './record.ts'
import { LIST, nextSeq, sourceId } from './shelf.ts'
import type { Shelf, Source } from './shelf.ts'
import type { Job } from './state.ts'

export interface Acceptance {
  readonly shelf: Shelf
  readonly writes: readonly Write[]
  readonly arrival: Arrival | null
}

type Judged = Promise<Result<Acceptance, Refusal>>

const acceptTrust = async (shelf: Shelf, bytes: Bytes, verify: VerifyPorts): Judged => {
  const judged = await judgeTrust(shelf.held, bytes, verify)
  if (!judged.ok) return judged
  const write: Write = { table: 'trust', id: LIST, bytes, copies: 2 }
  return ok({ shelf: { ...shelf, ...judged.value }, writes: [write], arrival: null })
}

const withSource = (
  shelf: Shelf,
  target: string,
  bytes: Bytes,
  { checkpoint, held, restart }: AcceptedCheckpoint,
  heads: readonly SiteHead[],
  verify: VerifyPorts,
): Acceptance => {
  const byTarget = new Map(heads.map((head) => [head.site, head]))
  const source: Source = { seq: nextSeq(shelf), target, checkpoint, heads: byTarget }
  const writes: Write[] = [{ table: 'heads', id: sourceId(source), bytes, copies: 2 }]
  if (restart) {
    const note = sealRecord(verify.sha256, 'settings restart', restart)
    writes.push({ table: 'settings', id: 'restart', bytes: note, copies: 2 })
  }
  const next = { ...shelf, held, restart: restart ?? shelf.restart }
  return { shelf: { ...next, sources: [source, ...shelf.sources] }, writes, arrival: null }
}

const acceptHead = async (
  shelf: Shelf,
  trust: Trust,
  target: string,
  bytes: Bytes,
  verify: VerifyPorts,
): Judged => {
  const judged = await judgeSiteFile(shelf.held, trust, bytes, target, verify)
  if (!judged.ok) return judged
  return ok(withSource(shelf, target, bytes, judged.value, [judged.value.head], verify))
}

const acceptList = async (
  shelf: Shelf,
  trust: Trust,
  bytes: Bytes,
  verify: VerifyPorts,
): Judged => {
  const judged = await judgeSites(shelf.held, trust, bytes, verify)
  if (!judged.ok) return judged
  return ok(withSource(shelf, LIST, bytes, judged.value, judged.value.heads, verify))
}

const acceptPack = (
  shelf: Shelf,
  { target, part, ref }: Extract<Job, { kind: 'pack' }>,
  bytes: Bytes,
  verify: VerifyPorts,
): Result<Acceptance, Refusal> => {
  const judged = judgePack(ref, bytes, verify.sha256)
  const opened = openPack(bytes, target, part)
  // A whole pack of another site is named as what it is, though its hash alone condemns it.
  if (!judged.ok) return !opened.ok && opened.error.kind === 'wrong-site' ? opened : judged
  if (!opened.ok) return opened
  const packs = new Set(shelf.packs).add(ref.hash)
  const arrival = { target, hash: ref.hash, bytes, opened: opened.value }
  return ok({ shelf: { ...shelf, packs }, writes: [], arrival })
}

export const judgeArrival = async (
  shelf: Shelf,
  job: Job,
  bytes: Bytes,
  verify: VerifyPorts,
): Judged => {
  if (job.kind === 'trust') return acceptTrust(shelf, bytes, verify)
  if (job.kind === 'pack') return acceptPack(shelf, job, bytes, verify)
  // Errands for heads start only once a trust list is held; another tab may have lost it since.
  if (!shelf.trust) return err({ kind: 'bad-signature' })
  return job.kind === 'heads'
    ? acceptList(shelf, shelf.trust, bytes, verify)
    : acceptHead(shelf, shelf.trust, job.target, bytes, verify)
}
