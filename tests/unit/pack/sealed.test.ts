// What only the village may read.
import { describe, expect, test } from 'vitest'
import { base64UrlToBytes, bytesToBase64Url } from '../../../src/base/bytes.ts'
import { encodeLedger } from '../../../src/pack/ledger-encode.ts'
import { openSealed, sealCore } from '../../../src/pack/sealed.ts'
import {
  decryptAesGcm,
  encryptAesGcm,
  gzip,
  sha256,
} from '../../../src/server/crypto/node-ports.ts'
import { makeLedger, NEXT_VILLAGE, VILLAGE } from '../../support/published-office.ts'

const ports = { gzip, sha256, encrypt: encryptAesGcm }
const key = new Uint8Array(32).fill(3)
const core = makeLedger(VILLAGE)

describe('[PACK-12] a sealed core', () => {
  test('opens with the village’s key, payees, rosters and lines of its own', async () => {
    const block = await sealCore(core, VILLAGE, key, ports)
    const opened = await openSealed(block, VILLAGE, key, decryptAesGcm)
    if (!opened.ok) throw new Error(opened.error.kind)
    expect(opened.value.payees).toEqual(core.payees)
    expect(opened.value.linesOf(1)[0]?.amountFen).toBe(134_820)
  })

  test('does not open with another key, in another village, or when a byte was changed', async () => {
    const block = await sealCore(core, VILLAGE, key, ports)
    const open = async (own: typeof block, site: string, with_: typeof key) => {
      const opened = await openSealed(own, site, with_, decryptAesGcm)
      return opened.ok ? 'opened' : opened.error.kind
    }
    expect(await open(block, VILLAGE, new Uint8Array(32).fill(4))).toBe('wrong-key')
    expect(await open(block, VILLAGE, new Uint8Array(16).fill(3))).toBe('wrong-key')
    expect(await open(block, NEXT_VILLAGE, key)).toBe('wrong-key')
    const data = base64UrlToBytes(block.data)!
    for (const at of [0, data.length >> 1, data.length - 1]) {
      const changed = data.slice()
      changed[at] = changed[at]! ^ 1
      const forged = { ...block, data: bytesToBase64Url(changed) }
      expect(await open(forged, VILLAGE, key)).toBe('wrong-key')
    }
    expect(await open({ ...block, nonce: 'AAAA' }, VILLAGE, key)).toBe('unreadable')
    expect(await open({ ...block, data: '' }, VILLAGE, key)).toBe('wrong-key')
  })

  test('of unchanged content keeps its bytes, of changed content takes another nonce', async () => {
    const first = await sealCore(core, VILLAGE, key, ports)
    const reordered = { ...core, lines: [...core.lines].reverse() }
    expect(await sealCore(reordered, VILLAGE, key, ports)).toEqual(first)
    const lines = core.lines.map((line) => ({ ...line, quantity: 1 }))
    const second = await sealCore({ ...core, lines }, VILLAGE, key, ports)
    expect(second.nonce).not.toBe(first.nonce)
    expect((await sealCore(core, NEXT_VILLAGE, key, ports)).nonce).not.toBe(first.nonce)
  })

  test('shows no name in the ledger that carries it', async () => {
    const sealed = await sealCore(core, VILLAGE, key, ports)
    const text = encodeLedger(makeLedger(VILLAGE, { payees: [], lines: [], rosters: [], sealed }))
    expect(text).toContain(sealed.data)
    expect(text).not.toContain('gengdi')
  })
})
