// All clips of a phone as one file, for another phone to take in. A file that is not whole is refused as a whole; a clip whose
// bytes are not what the head says of them is left out.
//
//   iltod-voice/1 00012345             bytes of the head that follows, eight digits
//   {"clips":[{"key":…,"type":…,"bytes":…,"sha256":…,"durationMs":…,"recordedMs":…}, …]}
//   <bytes of the clips, in the order of the head>
import * as z from 'zod/mini'
import { type Bytes, bytesToHex, bytesToUtf8, concatBytes, utf8ToBytes } from '../../base/bytes.ts'
import type { Sha256 } from '../../base/crypto.ts'
import { type Result, err, ok } from '../../base/result.ts'
import type { VoiceClip } from '../../store/voice/voice-clips.ts'
import { LONGEST_CLIP_MS } from './word-groups.ts'

export const VOICE_TYPES = ['audio/webm', 'audio/mp4', 'audio/ogg'] as const

const FIRST_LINE = /^iltod-voice\/(\d) (\d{8})\n$/
const FIRST_LINE_BYTES = 23
const VERSION = '1'

/** More than any clip of ours: the last piece of a recorder may come late. */
const LONGEST_MS = LONGEST_CLIP_MS + 2_000
const MAX_CLIP_BYTES = 1_000_000
const MAX_CLIPS = 4_000
/** What a phone can hold in memory at once. */
export const MAX_FILE_BYTES = 100_000_000

const Head = z.object({
  clips: z
    .array(
      z.object({
        key: z.string().check(z.regex(/^[a-z-]{1,20}\.[A-Za-z0-9._-]{1,80}$/)),
        type: z.enum(VOICE_TYPES),
        bytes: z.int().check(z.minimum(1), z.maximum(MAX_CLIP_BYTES)),
        sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
        durationMs: z.int().check(z.minimum(1), z.maximum(LONGEST_MS)),
        recordedMs: z.int().check(z.minimum(0)),
      }),
    )
    .check(z.maxLength(MAX_CLIPS)),
})
type Head = z.infer<typeof Head>

export interface ClipFileFault {
  readonly kind:
    | 'not-ours'
    | 'newer' // of a later version of the app
    | 'cut' // shorter than it says
    | 'unreadable' // its head makes no sense, or more follows than it says
}

export interface ReadClipFile {
  readonly clips: readonly VoiceClip[]
  /** Of the file: not what the head says. */
  readonly damaged: number
}

export const encodeClipFile = (clips: readonly VoiceClip[], sha256: Sha256): Bytes => {
  const head: Head = {
    clips: clips.map(({ key, type, bytes, durationMs, recordedMs }) => ({
      key,
      type: z.enum(VOICE_TYPES).parse(type),
      bytes: bytes.byteLength,
      sha256: bytesToHex(sha256(new Uint8Array(bytes))),
      durationMs: Math.min(LONGEST_MS, Math.max(1, Math.round(durationMs))),
      recordedMs,
    })),
  }
  const lines = utf8ToBytes(`${JSON.stringify(head)}\n`)
  const first = `iltod-voice/${VERSION} ${String(lines.length).padStart(8, '0')}\n`
  return concatBytes(utf8ToBytes(first), lines, ...clips.map(({ bytes }) => new Uint8Array(bytes)))
}

const parseHead = (bytes: Uint8Array): Head | null => {
  try {
    const head = Head.parse(JSON.parse(bytesToUtf8(bytes)))
    const keys = new Set(head.clips.map(({ key }) => key))
    return keys.size === head.clips.length ? head : null
  } catch {
    return null
  }
}

/** The first line alone: bytes of the head. Anything may stand there. */
const readFirstLine = (file: Bytes): Result<number, ClipFileFault> => {
  const line = String.fromCharCode(...file.subarray(0, FIRST_LINE_BYTES))
  const [, version, length] = FIRST_LINE.exec(line) ?? []
  if (version === undefined) return err({ kind: 'not-ours' })
  return version === VERSION ? ok(Number(length)) : err({ kind: 'newer' })
}

export const parseClipFile = (file: Bytes, sha256: Sha256): Result<ReadClipFile, ClipFileFault> => {
  const first = readFirstLine(file)
  if (!first.ok) return first
  const from = FIRST_LINE_BYTES + first.value
  if (file.length < from) return err({ kind: 'cut' })
  const head = parseHead(file.subarray(FIRST_LINE_BYTES, from))
  if (!head) return err({ kind: 'unreadable' })
  const whole = head.clips.reduce((sum, { bytes }) => sum + bytes, from)
  if (file.length !== whole) return err({ kind: file.length < whole ? 'cut' : 'unreadable' })
  const clips: VoiceClip[] = []
  let at = from
  for (const { bytes: length, sha256: hash, ...clip } of head.clips) {
    const bytes = file.slice(at, (at += length))
    if (bytesToHex(sha256(bytes)) === hash) clips.push({ ...clip, bytes: bytes.buffer })
  }
  return ok({ clips, damaged: head.clips.length - clips.length })
}
