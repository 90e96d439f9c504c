// Laws of the messages: what is encoded decodes to itself, and no bytes from outside make anything throw.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Bytes, equalBytes } from '../../src/base/bytes.ts'
import { FieldEvent } from '../../src/domain/event/schema.ts'
import { decodeEventText, encodeEventText } from '../../src/protocol/event-text.ts'
import { SIZE_CLASSES } from '../../src/protocol/limits.ts'
import { decodeParcel, encodeParcel } from '../../src/protocol/parcel.ts'
import { judgeWireReply } from '../../src/sync/outbox/wire-reply.ts'
import { runs } from '../support/runs.ts'

const hex = (length: number) =>
  fc
    .uint8Array({ minLength: length / 2, maxLength: length / 2 })
    .map((bytes) => Buffer.from(bytes).toString('hex'))
const bytesOf = (length: number) =>
  fc
    .uint8Array({ minLength: length, maxLength: length })
    .map((bytes): Bytes => new Uint8Array(bytes))
const anyBytes = (maxLength: number) =>
  fc.uint8Array({ maxLength }).map((bytes): Bytes => new Uint8Array(bytes))
const uuid = fc.uuid({ version: 7 })

test('[EVT-3] any parcel decodes to what it was made of', async () => {
  await fc.assert(
    fc.asyncProperty(
      uuid,
      bytesOf(65),
      bytesOf(32),
      bytesOf(32),
      anyBytes(3000),
      bytesOf(64),
      async (id, publicKey, claim, slip, sealed, signature) => {
        const bytes = await encodeParcel({ id, publicKey, claim, slip }, sealed, () =>
          Promise.resolve(signature),
        )
        const parcel = decodeParcel(bytes)
        if (!parcel.ok) throw new Error(parcel.error)
        expect(parcel.value.id).toBe(id)
        for (const [name, value] of Object.entries({ publicKey, claim, slip, sealed, signature })) {
          expect(equalBytes(parcel.value[name as 'sealed'], value)).toBe(true)
        }
      },
    ),
  )
})

test('[EVT-7] no bytes make the reader of parcels or of plaintexts throw', () => {
  const mark = Uint8Array.of(0x49, 0x4c, 0x54, 0x45, 1, 1)
  fc.assert(
    fc.property(anyBytes(400), fc.boolean(), (bytes, marked) => {
      const input = marked ? new Uint8Array([...mark, ...bytes]) : bytes
      expect(typeof decodeParcel(input).ok).toBe('boolean')
      expect(decodeEventText(input).ok).toBe(false)
    }),
    { numRuns: runs(2000) },
  )
})

test('[EVT-1] [EVT-2] [EVT-5] any event comes back letter for letter, in one of the five lengths', () => {
  const text = fc
    .string({ unit: 'binary', minLength: 1, maxLength: 900 })
    .filter((value) => Buffer.byteLength(value) <= 4096)
  fc.assert(
    fc.property(
      uuid,
      hex(64),
      hex(16),
      fc.nat(),
      text,
      fc.integer(),
      (id, device, replica, seq, words, deviceMs) => {
        const event = FieldEvent.parse({
          v: 1,
          id,
          device,
          replica,
          seq,
          kind: 'question',
          created: { deviceMs, sinceSyncMs: null, checkpointMs: 5 },
          body: { site: '152223105201', programme: null, year: null, text: words },
          attachments: [],
        })
        const bytes = encodeEventText(event)
        expect(SIZE_CLASSES).toContain(bytes?.length)
        expect(bytes && decodeEventText(bytes)).toEqual({ ok: true, value: event })
      },
    ),
  )
})

test('[ERR-2] no answer whatever makes the judge of answers throw', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 100, max: 599 }),
      fc.oneof(
        anyBytes(300),
        fc.json().map((json): Bytes => new TextEncoder().encode(json)),
      ),
      (status, bytes) => {
        const reply = judgeWireReply({
          ok: true,
          value: { status, bytes, header: () => null, foreign: false },
        })
        expect(['json', 'error', 'fault']).toContain(reply.kind)
        if (reply.kind === 'json') expect(status >= 200 && status < 300).toBe(true)
      },
    ),
    { numRuns: runs(2000) },
  )
})
