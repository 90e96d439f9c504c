// What an answer to a published address is worth before anything in it is believed (PULL-10).
import type { Bytes } from '../../base/bytes.ts'
import { err, ok } from '../../base/result.ts'
import type { Result } from '../../base/result.ts'
import { gunzipBounded } from '../../pack/gunzip.ts'
import type { HttpReply } from '../ports.ts'
import type { PullFailure } from './failure.ts'

const fail = (failure: PullFailure) => err(failure)

const SPACE = new Set([0x20, 0x09, 0x0a, 0x0d])

/** A page: published files begin with `{` or the gzip mark, never with `<`. */
const isMarkup = (bytes: Bytes): boolean => {
  let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  while (SPACE.has(bytes[at] ?? 0)) at++
  return bytes[at] === 0x3c
}

/** Seconds, or a date that is of no use without a trusted clock. */
const retryAfterMs = (reply: HttpReply): number | null => {
  const text = reply.header('retry-after') ?? ''
  return /^\d{1,6}$/.test(text) ? Number(text) * 1_000 : null
}

const byStatus = (reply: HttpReply): PullFailure | null => {
  const { status } = reply
  if (status === 200) return null
  if (status === 404) return { kind: 'missing' }
  if (status === 410) return { kind: 'gone' }
  if (status === 429 || status === 503) return { kind: 'busy', afterMs: retryAfterMs(reply) }
  return status === 511 || (status >= 300 && status < 400) ? { kind: 'portal' } : { kind: 'server' }
}

export const judgeReply = (reply: HttpReply): Result<Bytes, PullFailure> => {
  if (reply.foreign) return fail({ kind: 'portal' })
  const failure = byStatus(reply)
  if (failure) return fail(failure)
  return isMarkup(reply.bytes) ? fail({ kind: 'portal' }) : ok(reply.bytes)
}

const OPEN = 0x7b
const CLOSE = 0x7d

/** A signed file that does not read: broken off when it begins like one and does not end like one. */
export const unreadableFile = (bytes: Bytes): PullFailure => {
  if (bytes.length === 0) return { kind: 'cut' }
  if (bytes[0] === OPEN && bytes[bytes.length - 1] !== CLOSE) return { kind: 'cut' }
  return { kind: 'refused', refusal: { kind: 'unreadable' } }
}

const startsAsGzip = (bytes: Bytes): boolean =>
  bytes.length === 0 || (bytes[0] === 0x1f && (bytes.length === 1 || bytes[1] === 0x8b))

/** A pack shorter than its head says that begins like a pack and has no end of its own, as another whole pack would. */
export const isCutPack = (bytes: Bytes, expected: number): boolean =>
  bytes.length < expected && startsAsGzip(bytes) && !gunzipBounded(bytes).ok
