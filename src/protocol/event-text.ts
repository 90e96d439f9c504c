// What lies inside the seal: the event as JSON, padded with spaces to a size class, so that its length tells little (EVT-5).
import { type Bytes, bytesToUtf8, utf8ToBytes } from '../base/bytes.ts'
import { type Result, err, ok } from '../base/result.ts'
import { BODIES, FieldEvent, isReadableKind } from '../domain/event/schema.ts'
import type {
  BoardPostedBody,
  ObjectionBody,
  QuestionBody,
  TranslationBody,
} from '../domain/event/schema.ts'
import { MAX_PLAINTEXT_BYTES, SIZE_CLASSES } from './limits.ts'

const SPACE = 0x20

/** Null when the event is larger than the largest class. */
export const encodeEventText = (event: FieldEvent): Bytes | null => {
  const json = utf8ToBytes(JSON.stringify(event))
  const size = SIZE_CLASSES.find((limit) => json.length <= limit)
  if (size === undefined) return null
  const padded = new Uint8Array(size).fill(SPACE)
  padded.set(json)
  return padded
}

/** The event with its body judged: typed where this version knows the kind. */
export type ReadEvent = Omit<FieldEvent, 'kind' | 'body'> &
  (
    | { readonly kind: 'question'; readonly body: QuestionBody }
    | { readonly kind: 'objection'; readonly body: ObjectionBody }
    | { readonly kind: 'board-posted'; readonly body: BoardPostedBody }
    | { readonly kind: 'translation'; readonly body: TranslationBody }
  )

/** `unknown-kind` is kept as it is and read again after an upgrade; `unreadable` is what no version of ours wrote. */
export type EventTextError =
  { readonly kind: 'unreadable' } | { readonly kind: 'unknown-kind'; readonly event: FieldEvent }

const parseJson = (bytes: Bytes): unknown => {
  try {
    return JSON.parse(bytesToUtf8(bytes))
  } catch {
    return undefined
  }
}

export const decodeEventText = (bytes: Bytes): Result<ReadEvent, EventTextError> => {
  if (bytes.length > MAX_PLAINTEXT_BYTES) return err({ kind: 'unreadable' })
  const event = FieldEvent.safeParse(parseJson(bytes))
  if (!event.success) return err({ kind: 'unreadable' })
  const { kind } = event.data
  if (!isReadableKind(kind)) return err({ kind: 'unknown-kind', event: event.data })
  const body = BODIES[kind].safeParse(event.data.body)
  if (!body.success) return err({ kind: 'unreadable' })
  return ok({ ...event.data, kind, body: body.data } as ReadEvent)
}
