// A question sealed when it is saved: what is inside, and what shows outside.
import { beforeAll, describe, expect, test } from 'vitest'
import { bytesToHex } from '../../../../src/base/bytes.ts'
import { createSeededRandom } from '../../../../src/base/random.ts'
import type { Trust, TrustKey } from '../../../../src/pack/model.ts'
import { ageSeal } from '../../../../src/platform/age-seal.ts'
import { claimHash, parseClaimCode } from '../../../../src/protocol/claim-code.ts'
import { decodeEventText } from '../../../../src/protocol/event-text.ts'
import { decodeParcel, isParcelSigned } from '../../../../src/protocol/parcel.ts'
import { sha256, verifyP256 } from '../../../../src/server/crypto/node-ports.ts'
import { inboxKeys } from '../../../../src/server/inbox/keys.ts'
import { makeSealKey, makeSigningKey, type SealKey } from '../../../../src/server/keys/key-files.ts'
import { composeQuestion } from '../../../../src/sync/outbox/compose.ts'
import { officeView } from '../../../../src/sync/outbox/office.ts'
import type { Seal } from '../../../../src/sync/outbox/ports.ts'
import { type TestKey, makeKey } from '../../../support/field-pen.ts'

describe('composing a question', () => {
  let sealKey: SealKey
  let key: TestKey
  beforeAll(async () => {
    ;[sealKey, key] = [await makeSealKey(0), await makeKey()]
  })

  const compose = (text: string, seal: Seal = ageSeal, random = createSeededRandom(3)) =>
    composeQuestion(
      { clock: { now: () => 1_760_000_000_000.4, monotonic: () => 5_000.7 }, random, sha256, seal },
      {
        copy: {
          kind: 'question',
          site: '152223105201',
          programme: 'gengdi-dili',
          year: 2025,
          text,
        },
        identity: { ...key, replica: '0011223344556677', seq: 4 },
        office: {
          recipient: sealKey.recipient,
          receiptKeys: [],
          checkpointMs: 99,
          heardMs: 1_000.2,
        },
        draft: 'd1',
      },
    )
  const written = async (text = '为什么少了？') => {
    const item = await compose(text)
    if (!item.ok) throw new Error(item.error.kind)
    const parcel = decodeParcel(item.value.parcel)
    if (!parcel.ok) throw new Error(parcel.error)
    return { item: item.value, parcel: parcel.value }
  }

  test('[EVT-4] only the office’s key opens what is inside, and all of it is inside', async () => {
    const { item, parcel } = await written()
    expect(await isParcelSigned(parcel, verifyP256)).toBe(true)
    const keys = { receipt: [makeSigningKey(0)], seal: [sealKey] }
    const opened = await inboxKeys(keys).openSealed(parcel.sealed)
    if (opened.kind !== 'opened') throw new Error(opened.kind)
    expect(decodeEventText(opened.text)).toEqual({
      ok: true,
      value: {
        v: 1,
        id: item.id,
        device: key.device,
        replica: '0011223344556677',
        seq: 4,
        kind: 'question',
        created: { deviceMs: 1_760_000_000_000, sinceSyncMs: 4_001, checkpointMs: 99 },
        body: { site: '152223105201', programme: 'gengdi-dili', year: 2025, text: '为什么少了？' },
        attachments: [],
      },
    })
    const stranger = { ...keys, seal: [await makeSealKey(0)] }
    expect((await inboxKeys(stranger).openSealed(parcel.sealed)).kind).toBe('not-ours')
    expect((await inboxKeys(keys).openSealed(parcel.sealed.slice(0, -1))).kind).toBe('damaged')
    expect((await inboxKeys(keys).openSealed(new Uint8Array(300))).kind).toBe('damaged')
  })

  test('[EVT-13] a proposed word is sealed like a question, and names no place', async () => {
    const word = { key: 'shell.back', language: 'mn-Mong-CN' }
    const copy = { kind: 'translation', site: '', programme: null, year: null } as const
    const item = await composeQuestion(
      {
        clock: { now: () => 1_760_000_000_000, monotonic: () => 0 },
        random: createSeededRandom(4),
        sha256,
        seal: ageSeal,
      },
      {
        copy: { ...copy, text: 'ᠪᠤᠴᠠᠬᠤ', word },
        identity: { ...key, replica: '0011223344556677', seq: 5 },
        office: {
          recipient: sealKey.recipient,
          receiptKeys: [],
          checkpointMs: null,
          heardMs: null,
        },
        draft: null,
      },
    )
    if (!item.ok) throw new Error(item.error.kind)
    const parcel = decodeParcel(item.value.parcel)
    if (!parcel.ok) throw new Error(parcel.error)
    const keys = { receipt: [makeSigningKey(0)], seal: [sealKey] }
    const opened = await inboxKeys(keys).openSealed(parcel.value.sealed)
    if (opened.kind !== 'opened') throw new Error(opened.kind)
    expect(decodeEventText(opened.text)).toMatchObject({
      ok: true,
      value: { kind: 'translation', body: { ...word, text: 'ᠪᠤᠴᠠᠬᠤ' } },
    })
    expect(item.value.copy).toMatchObject({ word, claimCode: expect.stringMatching(/^\d{16}$/) })
  })

  test('[EVT-4] nothing of it shows outside the seal', async () => {
    const { item } = await written('独特的句子')
    const bytes = Buffer.from(item.parcel)
    for (const secret of [
      '独特的句子',
      'question',
      '152223105201',
      'gengdi-dili',
      '0011223344556677',
    ]) {
      expect(bytes.includes(secret)).toBe(false)
    }
  })

  test('[CLAIM-2] the code’s hash travels, the code does not', async () => {
    const { item, parcel } = await written()
    const { claimCode } = item.copy
    expect(parseClaimCode(claimCode)).toBe(claimCode)
    expect(bytesToHex(parcel.claim)).toBe(bytesToHex(claimHash(sha256, claimCode)))
    expect(Buffer.from(item.parcel).includes(claimCode)).toBe(false)
  })

  test('[OUT-1] without the code that seals nothing is composed', async () => {
    const missing: Seal = () => Promise.reject(new Error('chunk not found'))
    expect(await compose('问', missing)).toEqual({
      ok: false,
      error: { kind: 'sealing-unavailable' },
    })
  })
})

describe('the office as a trust list shows it', () => {
  const makeTrustKey = (changes: Partial<TrustKey>): TrustKey => ({
    id: 'k',
    role: 'seal',
    kind: 'age',
    key: 'age1x',
    from: 0,
    to: null,
    ...changes,
  })
  const view = (keys: TrustKey[], number = 10) =>
    officeView({
      trust: { version: 1, keys, restarts: [], rootHash: '' } satisfies Trust,
      checkpoint: { number, checkedMs: 77 },
      heardMs: null,
    })

  test('[EVT-4] the seal is the newest key valid for the newest checkpoint', () => {
    const keys = [
      makeTrustKey({ key: 'age1old', to: 9 }),
      makeTrustKey({ key: 'age1now', from: 5 }),
      makeTrustKey({ key: 'age1next', from: 11 }),
      makeTrustKey({ role: 'commission', key: 'age1commission' }),
    ]
    expect(view(keys)?.recipient).toBe('age1now')
    expect(view(keys, 11)?.recipient).toBe('age1next')
    expect(view(keys.slice(2))).toBeNull()
  })

  test('[RCPT-3] receipts by a key that was followed by another still count; other roles never do', () => {
    const keys = [
      makeTrustKey({}),
      makeTrustKey({ id: 'r1', role: 'receipt', kind: 'p256', key: 'AAA', to: 3 }),
      makeTrustKey({ id: 'r2', role: 'receipt', kind: 'p256', key: 'BBB', from: 4 }),
      makeTrustKey({ id: 'p', role: 'publish', kind: 'p256', key: 'CCC' }),
    ]
    expect(view(keys)?.receiptKeys).toEqual([
      { id: 'r1', publicKey: 'AAA' },
      { id: 'r2', publicKey: 'BBB' },
    ])
  })
})
