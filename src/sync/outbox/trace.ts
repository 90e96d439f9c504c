// What is remembered of the queue outside of its database, so that its loss can be told (OUT-19): how many items are unsent and
// the last four digits of their claim codes. Plain text, small enough for a cookie; nothing in it says who or about what.
import type { ShelfItem } from './ports.ts'

export interface Trace {
  /** Drawn with the device's key; another one, or none, is another database. */
  readonly life: string
  /** Wall clock when the queue was last seen whole. */
  readonly seenMs: number
  readonly count: number
  readonly ends: readonly string[]
}

/** What went with a database that was cleared. */
export interface Lost {
  /** Cleared after this… */
  readonly fromMs: number
  /** …and before this. */
  readonly untilMs: number
  readonly count: number
  readonly ends: readonly string[]
}

/** Small texts that outlive the database; realised by cookies. */
export interface TraceJar {
  readonly read: (name: 'unsent' | 'lost') => string | null
  readonly write: (name: 'unsent' | 'lost', text: string | null) => void
}

/** The same for a worker, which can't reach cookies at once. Only what was unsent is its matter. */
export interface DistantTraceJar {
  readonly read: () => Promise<string | null>
  readonly write: (text: string) => Promise<void>
}

/** More would not be read out to anybody; the count says how many there are. */
const MOST_ENDS = 40
const END_DIGITS = 4

const TEXT = /^([0-9a-z]+)\.([0-9a-z]+)\.(\d+)\.((?:\d{4}-)*)$/

const toText = (first: string, ms: number, { count, ends }: Pick<Trace, 'count' | 'ends'>) =>
  `${first}.${ms.toString(36)}.${count}.${ends.map((end) => `${end}-`).join('')}`

const fromText = (text: string | null) => {
  const [, first = '', ms = '', count = '', ends = ''] = TEXT.exec(text ?? '') ?? []
  if (first === '') return null
  return {
    first,
    ms: Number.parseInt(ms, 36),
    count: Number(count),
    ends: ends.split('-').filter((end) => end !== ''),
  }
}

export const encodeTrace = (trace: Trace): string => toText(trace.life, trace.seenMs, trace)

/** Null for what is no trace: a cookie may be anything. */
export const decodeTrace = (text: string | null): Trace | null => {
  const read = fromText(text)
  return read && { life: read.first, seenMs: read.ms, count: read.count, ends: read.ends }
}

export const encodeLost = (lost: Lost): string =>
  toText(lost.fromMs.toString(36), lost.untilMs, lost)

export const decodeLost = (text: string | null): Lost | null => {
  const read = fromText(text)
  const { ms: untilMs = 0, count = 0, ends = [] } = read ?? {}
  return read && { fromMs: Number.parseInt(read.first, 36), untilMs, count, ends }
}

export const traceOf = (items: readonly ShelfItem[], life: string, seenMs: number): Trace => {
  const unsent = items.filter(({ rows }) => !rows.draft && rows.receipt === null)
  const ends = unsent.flatMap(({ copy }) => (copy ? [copy.claimCode.slice(-END_DIGITS)] : []))
  return { life, seenMs, count: unsent.length, ends: ends.slice(0, MOST_ENDS) }
}

/** What the noted trace had and this database has no more; a second loss is told together with the first. */
export const lossOf = (
  noted: Trace | null,
  before: Lost | null,
  life: string | null,
  nowMs: number,
): Lost | null => {
  if (!noted || noted.life === life) return before
  return {
    fromMs: before?.fromMs ?? noted.seenMs,
    untilMs: nowMs,
    count: (before?.count ?? 0) + noted.count,
    ends: [...(before?.ends ?? []), ...noted.ends].slice(0, MOST_ENDS),
  }
}
