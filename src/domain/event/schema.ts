// What a person says to an office, as it lies inside the seal. One body per kind; who may read it is in recipients.ts,
// sizes and retention in src/protocol/SPEC.md. Text is kept letter for letter: never trimmed, folded or normalised.
import * as z from 'zod/mini'

/** UTF-8 bytes of what a person writes. Up to here a text is never refused for rate (EVT-11). */
export const MAX_TEXT_BYTES = 4096

const bytesOf = (text: string): number => new TextEncoder().encode(text).length

const PlaceRef = z.string().check(z.regex(/^(\d{6}|\d{9}|\d{12}|\d{14}|d-[a-z0-9-]{1,40})$/))
const ProgrammeRef = z.string().check(z.regex(/^[a-z][a-z0-9-]{1,40}$/))
const Text = z.string().check(
  z.minLength(1),
  z.refine((text) => bytesOf(text) <= MAX_TEXT_BYTES),
)

export const QuestionBody = z.object({
  site: PlaceRef,
  programme: z.nullable(ProgrammeRef),
  year: z.nullable(z.int()),
  text: Text,
})
export type QuestionBody = z.infer<typeof QuestionBody>

/** Names the line as it was shown: key, version and leaf, so that a later correction does not change what was objected to. */
export const ObjectionBody = z.object({
  site: PlaceRef,
  /** Roster id within the site: programme/year/batch/kind (PACK-7). */
  roster: z.string().check(z.maxLength(200)),
  payee: z.nullable(z.int()),
  ordinal: z.nullable(z.int()),
  version: z.int(),
  leaf: z.nullable(z.string().check(z.regex(/^[0-9a-f]{64}$/))),
  text: Text,
})
export type ObjectionBody = z.infer<typeof ObjectionBody>

/** A board is a village's own paper: no post has more sheets than a person can hang up. */
export const MAX_BOARD_ROSTERS = 60

/** The whole of what hangs there on that day: what is not named hangs there no more (BOARD-1). */
export const BoardPostedBody = z.object({
  site: PlaceRef,
  /** Number of a group within the village (PACK-13), whose own board it is; null for the village's. */
  group: z.nullable(z.int().check(z.gte(1), z.lte(99))),
  day: z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/)),
  /** Number of the publication that the sheets were printed from. */
  checkpoint: z.int(),
  rosters: z
    .array(z.object({ id: z.string().check(z.maxLength(200)), version: z.int() }))
    .check(z.maxLength(MAX_BOARD_ROSTERS)),
})
export type BoardPostedBody = z.infer<typeof BoardPostedBody>

/** A word of the app as somebody would have it; what it says now is known where it is read. */
export const TranslationBody = z.object({
  /** `area.name`, as the files of words have it. */
  key: z.string().check(z.regex(/^[a-z]{1,20}\.[A-Za-z0-9._-]{1,80}$/)),
  /** A tag of a language: `mn-Mong-CN`. */
  language: z.string().check(z.regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}$/)),
  text: Text,
})
export type TranslationBody = z.infer<typeof TranslationBody>

/** All kinds of DESIGN §4. Those with a body schema below can be written and read by this version; the others are named only. */
export const EVENT_KINDS = [
  'question',
  'objection',
  'not-published',
  'correction',
  'opinion',
  'matches-bankbook',
  'no-answer',
  'call-back',
  'visit',
  'board-posted',
  'translation',
  'counts',
  'device-health',
  'letter',
] as const
export type EventKind = (typeof EVENT_KINDS)[number]

export const BODIES = {
  question: QuestionBody,
  objection: ObjectionBody,
  'board-posted': BoardPostedBody,
  translation: TranslationBody,
} as const
export type ReadableKind = keyof typeof BODIES
/** Somebody answers these. */
export type AnsweredKind = Exclude<ReadableKind, 'board-posted'>
export const READABLE_KINDS: readonly ReadableKind[] = [
  'question',
  'objection',
  'board-posted',
  'translation',
]
export const isReadableKind = (kind: string): kind is ReadableKind =>
  READABLE_KINDS.some((readable) => readable === kind)

/** Three times of different worth; the server derives an interval from them, no clock blocks anything (DESIGN §4). */
export const EventTimes = z.object({
  /** The device's clock, right or wrong. */
  deviceMs: z.int(),
  /** Milliseconds by the monotonic clock since this device last heard from a server; null when it was restarted since. */
  sinceSyncMs: z.nullable(z.int()),
  /** Time of the newest verified checkpoint. */
  checkpointMs: z.nullable(z.int()),
})
export type EventTimes = z.infer<typeof EventTimes>

export const AttachmentRef = z.object({
  sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  bytes: z.int(),
  type: z.string().check(z.maxLength(100)),
})

/** `device` and `id` stand inside the seal too, so that nobody can put another's sealed bytes under his own name (EVT-7). */
export const FieldEvent = z.object({
  v: z.literal(1),
  id: z.string(),
  device: z.string(),
  replica: z.string(),
  seq: z.int(),
  kind: z.string(),
  created: EventTimes,
  body: z.unknown(),
  attachments: z.array(AttachmentRef).check(z.maxLength(20)),
})
export type FieldEvent = z.infer<typeof FieldEvent>
