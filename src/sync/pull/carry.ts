// Carries out one errand: asks the server, tells a bad way from bad bytes (PULL-10), and hands the rest to the library.
import type { Bytes } from '../../base/bytes.ts'
import { err, ok } from '../../base/result.ts'
import type { Result } from '../../base/result.ts'
import type { Http, HttpReply } from '../ports.ts'
import type { PullFailure } from './failure.ts'
import type { Library } from './library.ts'
import { isCutPack, judgeReply, unreadableFile } from './reply.ts'
import type { RefusalLog } from './refusal-log.ts'
import { CATALOGUE } from './state.ts'
import type { Gain, Job } from './state.ts'

export interface CarryDeps {
  readonly http: Http
  readonly library: Library
  readonly log: RefusalLog
}

export interface Carrying {
  readonly onBytes: (received: number) => void
  readonly signal: AbortSignal
}

/** A portal's page is larger than most packs; it has to be read to be known as one. */
const PAGE_BYTES = 64 * 1024
const LIST_BYTES = 4 * 1024 * 1024

const addressOf = (job: Job): string => {
  switch (job.kind) {
    case 'trust':
      return '/published/trust.json'
    case 'heads':
      return '/published/sites.json'
    case 'head':
      return `/published/sites/${encodeURIComponent(job.target)}`
    case 'pack':
      return `/published/packs/${job.ref.hash}`
  }
}

const limitOf = (job: Job): number => {
  if (job.kind === 'heads') return LIST_BYTES
  return job.kind === 'pack' ? job.ref.bytes + PAGE_BYTES : PAGE_BYTES
}

/** What the bytes themselves say about the way they came. */
const judgeWay = (job: Job, bytes: Bytes, failure: PullFailure): PullFailure => {
  if (failure.kind !== 'refused') return failure
  const { kind } = failure.refusal
  if (job.kind !== 'pack') return kind === 'unreadable' ? unreadableFile(bytes) : failure
  if (isCutPack(bytes, job.ref.bytes)) return { kind: 'cut' }
  return kind === 'unreadable' && bytes[0] !== 0x1f ? { kind: 'portal' } : failure
}

const isProbe = (job: Job): boolean => job.kind === 'head' && job.target === CATALOGUE

const noteRefusal = (log: RefusalLog, job: Job, failure: PullFailure): void => {
  if (failure.kind !== 'refused') return
  const what = job.kind === 'trust' || job.kind === 'heads' ? job.kind : job.target
  log.note(what, failure.refusal, 'received')
}

const receive = async (
  { library, log }: CarryDeps,
  job: Job,
  reply: HttpReply,
): Promise<Result<Gain, PullFailure>> => {
  const bytes = judgeReply(reply)
  if (!bytes.ok) return bytes
  const accepted = await library.accept(job, bytes.value)
  if (accepted.ok) return accepted
  const failure = judgeWay(job, bytes.value, accepted.error)
  noteRefusal(log, job, failure)
  return err(failure)
}

export const createCarrier =
  (deps: CarryDeps) =>
  async (job: Job, carrying: Carrying): Promise<Result<Gain, PullFailure>> => {
    const tag = isProbe(job) ? await deps.library.probeTag() : null
    const reply = await deps.http.send({
      method: 'GET',
      path: addressOf(job),
      limitBytes: limitOf(job),
      ...(tag === null ? {} : { headers: { 'if-none-match': tag } }),
      ...carrying,
    })
    if (!reply.ok) return err(reply.error.kind === 'too-long' ? { kind: 'portal' } : reply.error)
    if (reply.value.status === 304 && tag !== null && !reply.value.foreign) return ok({})
    return receive(deps, job, reply.value)
  }
