// The plaintext inside the seal: letter for letter, and in five lengths only.
import { describe, expect, test } from 'vitest'
import { type Bytes, utf8ToBytes } from '../../../src/base/bytes.ts'
import { type FieldEvent, QuestionBody } from '../../../src/domain/event/schema.ts'
import { decodeEventText, encodeEventText } from '../../../src/protocol/event-text.ts'
import { SIZE_CLASSES } from '../../../src/protocol/limits.ts'
import { judgeText } from '../../../src/sync/outbox/compose.ts'
import { ageSeal } from '../../../src/platform/age-seal.ts'
import { makeSealKey } from '../../../src/server/keys/key-files.ts'

const makeEvent = (changes: Partial<FieldEvent> = {}): FieldEvent => ({
  v: 1,
  id: '01930c6e-2b3f-7abc-8def-0123456789ab',
  device: 'ab'.repeat(32),
  replica: '0011223344556677',
  seq: 7,
  kind: 'question',
  created: { deviceMs: -5, sinceSyncMs: 12, checkpointMs: null },
  body: { site: '152223105201', programme: 'gengdi-dili', year: 2025, text: '问' },
  attachments: [{ sha256: 'cd'.repeat(32), bytes: 12, type: 'image/webp' }],
  ...changes,
})

const question = (text: string) =>
  makeEvent({ body: { site: '152223105201', programme: null, year: null, text } })

const encode = (event: FieldEvent): Bytes => {
  const bytes = encodeEventText(event)
  if (!bytes) throw new Error('too large')
  return bytes
}

describe('the plaintext of an event', () => {
  test('[EVT-1] an event comes out as it went in, with all its members', () => {
    expect(decodeEventText(encode(makeEvent()))).toEqual({ ok: true, value: makeEvent() })
  })

  test('[EVT-1] an objection names its line and can be read by this version', () => {
    const body = {
      site: '152223105201',
      roster: 'gengdi-dili/2025/1/notice',
      payee: 12,
      ordinal: 1,
      version: 2,
      leaf: 'ef'.repeat(32),
      text: '面积不对',
    }
    const event = makeEvent({ kind: 'objection', body })
    expect(decodeEventText(encode(event))).toEqual({ ok: true, value: event })
  })

  test('[EVT-13] a proposed word names its key and language, and comes out letter for letter', () => {
    const body = { key: 'shell.nav.policies', language: 'mn-Mong-CN', text: ' ᠪᠣᠳᠣᠯᠭ\u180eᠠ\u202f' }
    const event = makeEvent({ kind: 'translation', body, attachments: [] })
    expect(decodeEventText(encode(event))).toEqual({ ok: true, value: event })
  })

  test.each([
    { key: '../../etc/passwd', language: 'mn-Mong-CN' },
    { key: 'shell', language: 'mn-Mong-CN' },
    { key: 'shell.back', language: '../en' },
    { key: 'shell.back', language: '' },
  ])('[EVT-13] %o names no word', (word) => {
    const event = makeEvent({ kind: 'translation', body: { ...word, text: 'ᠪ' } })
    expect(decodeEventText(encode(event))).toMatchObject({ ok: false })
  })

  test('[EVT-2] no letter of the text changes: spaces, variation selectors, rare characters, breaks', () => {
    const text = '  ᠪᠠᠶᠠᠷ᠎ᠤᠨ\u180b  𠮷䶮㛃𬀩·\u3000\n\n图牧吉 ﷺ e\u0301 '
    const read = decodeEventText(encode(question(text)))
    expect(read.ok && read.value.body).toMatchObject({ text })
  })

  test('[EVT-2] 4096 bytes are taken, one more is too long, blank is empty', () => {
    expect(judgeText('a'.repeat(4096))).toBeNull()
    expect(judgeText('a'.repeat(4097))).toEqual({ kind: 'text-too-long' })
    expect(judgeText(' \n\t\u3000')).toEqual({ kind: 'text-empty' })
    const body = { site: '152223105201', programme: null, year: null, text: '字'.repeat(1366) }
    expect(QuestionBody.safeParse(body).success).toBe(false)
  })

  test('[EVT-5] lengths are the five classes, and the longest text fits however JSON escapes it', () => {
    for (const [text, size] of [
      ['短', 1024],
      ['字'.repeat(500), 2048],
      ['字'.repeat(1100), 4096],
      ['字'.repeat(1365), 8192],
      ['"'.repeat(4096), 32_768],
      ['\u0001'.repeat(4096), 32_768],
    ] as const) {
      expect(encode(question(text)).length).toBe(size)
    }
    expect(SIZE_CLASSES).toEqual([1024, 2048, 4096, 8192, 32_768])
    const body = { site: '152223105201', programme: null, year: null, text: 'x'.repeat(33_000) }
    expect(encodeEventText(makeEvent({ body }))).toBeNull()
  })

  test('[EVT-5] two texts of one class are sealed to the same length', async () => {
    const { recipient } = await makeSealKey(0)
    const lengths = await Promise.all(
      ['为什么？', '为什么我家今年的面积比去年少了三亩二分？'].map(async (text) => {
        const sealed = await ageSeal(recipient, encode(question(text)))
        return sealed.length
      }),
    )
    expect(lengths[0]).toBe(lengths[1])
  })

  test('an unknown kind keeps its body, rubbish is unreadable', () => {
    const strange = makeEvent({ kind: 'horse-race', body: { winner: 3 } })
    expect(decodeEventText(encode(strange))).toEqual({
      ok: false,
      error: { kind: 'unknown-kind', event: strange },
    })
    for (const bytes of [
      utf8ToBytes('{'),
      utf8ToBytes('null'),
      Uint8Array.of(0xff, 0xfe),
      encode(makeEvent({ body: {} })),
    ]) {
      expect(decodeEventText(bytes)).toEqual({ ok: false, error: { kind: 'unreadable' } })
    }
  })
})
