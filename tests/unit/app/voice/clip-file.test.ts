// A phone's clips as a file: whole, or refused with the reason; a clip that was damaged on the way is left out.
import { describe, expect, test } from 'vitest'
import { encodeClipFile, parseClipFile } from '../../../../src/app/voice/clip-file.ts'
import { type Bytes, bytesToUtf8, concatBytes, utf8ToBytes } from '../../../../src/base/bytes.ts'
import { createSeededRandom } from '../../../../src/base/random.ts'
import { sha256 } from '../../../../src/server/crypto/node-ports.ts'
import type { VoiceClip } from '../../../../src/store/voice/voice-clips.ts'

const random = createSeededRandom(7)
const makeClip = (key: string, length: number): VoiceClip => ({
  ...{ key, type: 'audio/webm', durationMs: 1_200, recordedMs: 1_770_000_000_000 },
  bytes: random.bytes(length).buffer,
})
const clips = [
  makeClip('voice.number.1', 4_000),
  makeClip('shell.unit.mu', 1),
  makeClip('programme.gengdi-dili', 300),
]
const file = encodeClipFile(clips, sha256)
const FIRST = 23
const headLength = Number(bytesToUtf8(file.subarray(14, 22)))
const bodyAt = FIRST + headLength

const faultOf = (bytes: Bytes): string => {
  const read = parseClipFile(bytes, sha256)
  return read.ok ? 'none' : read.error.kind
}
const withHead = (change: (head: string) => string): Bytes => {
  const head = utf8ToBytes(change(bytesToUtf8(file.subarray(FIRST, bodyAt))))
  const first = utf8ToBytes(`iltod-voice/1 ${String(head.length).padStart(8, '0')}\n`)
  return concatBytes(first, head, file.subarray(bodyAt))
}

describe('a file of clips', () => {
  test('gives back what was put in, byte for byte', () => {
    expect(parseClipFile(file, sha256)).toEqual({ ok: true, value: { clips, damaged: 0 } })
  })
  test('may be empty', () => {
    const empty = encodeClipFile([], sha256)
    expect(parseClipFile(empty, sha256)).toEqual({ ok: true, value: { clips: [], damaged: 0 } })
  })
  test('a flipped bit costs the clip that it lies in and no other', () => {
    const flipped = file.slice()
    flipped[bodyAt + 4_000] = flipped[bodyAt + 4_000]! ^ 1
    expect(parseClipFile(flipped, sha256)).toEqual({
      ok: true,
      value: { clips: [clips[0], clips[2]], damaged: 1 },
    })
  })
  test('wherever it was cut, nothing of it is taken', () => {
    for (const length of [bodyAt - 1, bodyAt, bodyAt + 4_000, file.length - 1])
      expect(faultOf(file.slice(0, length))).toBe('cut')
  })
})

describe('refused with its reason is', () => {
  test.each([
    ['an empty file', new Uint8Array()],
    ['another file of ours', utf8ToBytes('iltod-unsent/2 00012345\nparcel')],
    ['a picture', random.bytes(5_000)],
  ])('%s: not ours', (_what, bytes) => {
    expect(faultOf(bytes)).toBe('not-ours')
  })
  test('one of a later version', () => {
    expect(faultOf(concatBytes(utf8ToBytes('iltod-voice/2 '), file.subarray(14)))).toBe('newer')
  })
  test('one with something behind it', () => {
    expect(faultOf(concatBytes(file, utf8ToBytes('x')))).toBe('unreadable')
  })
  test.each([
    ['no JSON', (head: string) => head.slice(1)],
    ['no clips', () => '{"clip":[]}\n'],
    ['a type that is no sound', (head: string) => head.replace('audio/webm', 'text/html')],
    ['a key of elsewhere', (head: string) => head.replace('voice.number.1', '../secret')],
    ['a hash that is none', (head: string) => head.replace(/"sha256":"../, '"sha256":"ZZ')],
    ['a length below nothing', (head: string) => head.replace('"bytes":4000', '"bytes":-4000')],
    ['a length with a fraction', (head: string) => head.replace('"bytes":4000', '"bytes":0.5')],
    ['one word twice', (head: string) => head.replace('shell.unit.mu', 'voice.number.1')],
    ['no UTF-8', null],
  ])('a head with %s', (_what, change) => {
    const broken = file.slice()
    broken[FIRST + 3] = 0xff
    expect(faultOf(change ? withHead(change) : broken)).toBe('unreadable')
  })
})
