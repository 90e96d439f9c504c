// What a reader accepts and what it refuses, by a real office with real keys (tests/support/published-office.ts).
import { describe, expect, test } from 'vitest'
import { bytesToBase64Url, bytesToUtf8, utf8ToBytes, type Bytes } from '../../../src/base/bytes.ts'
import { signCheckpoint } from '../../../src/pack/checkpoint.ts'
import type { Refusal, Restart } from '../../../src/pack/model.ts'
import {
  decodeSiteFile,
  decodeSites,
  encodeSiteFile,
  encodeSites,
  headTree,
} from '../../../src/pack/site-file.ts'
import { signTrust } from '../../../src/pack/trust.ts'
import {
  createHeld,
  judgeCheckpoint,
  judgeHead,
  judgePack,
  judgeSiteFile,
  judgeSites,
  judgeStoredSiteFile,
  judgeTrust,
  type Held,
} from '../../../src/pack/verify.ts'
import { sha256, verifyP256 } from '../../../src/server/crypto/node-ports.ts'
import {
  addKey,
  changeLedger,
  createOffice,
  headAt,
  makeSigner,
  NEXT_VILLAGE,
  TOWN,
  VILLAGE,
  type Office,
} from '../../support/published-office.ts'

const ports = { sha256, verifyP256 }

const fileOf = (office: Office, address: string): Bytes =>
  office.files.get(`/published/${address}`)!
const trustOf = (office: Office): Bytes => fileOf(office, 'trust.json')
const siteOf = (office: Office, site = VILLAGE): Bytes => fileOf(office, `sites/${site}`)
const sitesOf = (office: Office): Bytes => fileOf(office, 'sites.json')

const kindOf = (result: { ok: true } | { ok: false; error: Refusal }): string =>
  result.ok ? 'accepted' : result.error.kind

/** A reader that trusts this office, with what it held before. */
const readTrust = async (office: Office, held: Held = createHeld()) => {
  const accepted = await judgeTrust(held, trustOf(office), ports)
  if (!accepted.ok) throw new Error(accepted.error.kind)
  return accepted.value
}

const read = async (office: Office, before: Held = createHeld(), site = VILLAGE) => {
  const { trust, held } = await readTrust(office, before)
  return judgeSiteFile(held, trust, siteOf(office, site), site, ports)
}

/** A reader that has accepted what this office publishes now. */
const reader = async (office: Office, before: Held = createHeld()): Promise<Held> => {
  const accepted = await read(office, before)
  if (!accepted.ok) throw new Error(accepted.error.kind)
  return accepted.value.held
}

const rename = (office: Office, name: string): void =>
  changeLedger(office, VILLAGE, (ledger) => ({
    payees: ledger.payees.map((payee) => ({ ...payee, name })),
  }))

const noteOf = (office: Office): Restart => {
  const { number, hash } = office.signed!.checkpoint
  return { number, hash, day: '2026-03-03', reason: '恢复备份' }
}

/** An office whose server was lost after checkpoint 5 and that goes on from number 3, with another content and a note. */
const restarted = async () => {
  const office = await createOffice()
  for (let i = 2; i <= 5; i++) await office.publish()
  const held = await reader(office)
  office.number = 2
  office.trust = { ...office.trust, version: office.trust.version + 1 }
  rename(office, '白音仓')
  await office.publish()
  office.trust = { ...office.trust, restarts: [noteOf(office)] }
  await office.publishTrust()
  return { office, held }
}

describe('a trust list', () => {
  test('[PACK-23, PACK-25] is accepted at the first start, and its root pinned', async () => {
    const office = await createOffice()
    const { trust, held } = await readTrust(office)
    expect(held).toMatchObject({ rootHash: office.rootHash, trustVersion: 1 })
    expect(trust.keys.map((key) => key.id)).toEqual(['p1'])
  })

  test('[PACK-25] of another root is refused', async () => {
    const { held } = await readTrust(await createOffice())
    const other = await createOffice()
    expect(kindOf(await judgeTrust(held, trustOf(other), ports))).toBe('other-root')
  })

  test('[PACK-25] must have the root that a board’s code began with', async () => {
    const office = await createOffice()
    const right = createHeld(office.rootHash.slice(0, 8))
    const wrong = createHeld(office.rootHash.startsWith('0') ? '11111111' : '00000000')
    expect(kindOf(await judgeTrust(right, trustOf(office), ports))).toBe('accepted')
    expect(kindOf(await judgeTrust(wrong, trustOf(office), ports))).toBe('other-root')
  })

  test('[PACK-23] signed by any other key under the same root is refused', async () => {
    const office = await createOffice()
    const text = await signTrust(office.trust, {
      ...makeSigner(),
      publicKey: office.root.publicKey,
    })
    expect(kindOf(await judgeTrust(createHeld(), utf8ToBytes(text), ports))).toBe('bad-signature')
  })

  test('[PACK-23] of a smaller version is refused, the same one is accepted again', async () => {
    const office = await createOffice()
    const first = trustOf(office)
    office.trust = { ...office.trust, version: 2 }
    await office.publishTrust()
    const { held } = await readTrust(office)
    expect(kindOf(await judgeTrust(held, first, ports))).toBe('older')
    expect(kindOf(await judgeTrust(held, trustOf(office), ports))).toBe('accepted')
  })

  test('[PACK-23] of the same version with other content is refused', async () => {
    const office = await createOffice()
    const { held } = await readTrust(office)
    addKey(office, 2)
    await office.publishTrust()
    expect(kindOf(await judgeTrust(held, trustOf(office), ports))).toBe('two-versions')
  })

  test('[PACK-2] keeps quiet about keys of a role that this reader does not know', async () => {
    const office = await createOffice()
    const [key] = office.trust.keys
    const later = { ...key!, id: 'x', role: 'later' as 'publish' }
    office.trust = { ...office.trust, version: 2, keys: [key!, later] }
    await office.publishTrust()
    const { trust } = await readTrust(office)
    expect(trust.keys.map(({ id }) => id)).toEqual(['p1'])
  })
})

describe('a site file', () => {
  test('[PACK-22, PACK-24] is accepted, and the newest checkpoint remembered', async () => {
    const office = await createOffice()
    const accepted = await read(office)
    if (!accepted.ok) throw new Error(accepted.error.kind)
    expect(accepted.value.head).toEqual(headAt(office, VILLAGE))
    expect(accepted.value.held.checkpoint).toMatchObject({ number: 1, trustVersion: 1 })
    expect(accepted.value.restart).toBeNull()
  })

  test('[PACK-22] has at most 1,200 bytes under a path of depth nine', async () => {
    const office = await createOffice()
    const heads = Array.from({ length: 299 }, (_, i) => ({
      ...headAt(office, VILLAGE),
      site: String(152_223_999_000 + i),
    }))
    const { root, paths } = headTree(heads, sha256)
    const content = {
      number: 999_999,
      previous: office.signed!.checkpoint.hash,
      root,
      trustVersion: 999,
      changedMs: 1_999_999_999_999,
    }
    const signer = { key: 'publish-2026-01-01', sign: office.publishKey.signer.sign }
    const signed = await signCheckpoint(content, 1_999_999_999_999, signer, sha256)
    const sizes = heads.map((head, i) => encodeSiteFile(head, paths[i]!, signed).length)
    expect(paths[0]).toHaveLength(9)
    expect(Math.max(...sizes)).toBeLessThanOrEqual(1200)
  })

  test('[PACK-21] of another site is refused', async () => {
    const office = await createOffice()
    const { trust, held } = await readTrust(office)
    const judged = await judgeSiteFile(held, trust, siteOf(office, NEXT_VILLAGE), VILLAGE, ports)
    expect(kindOf(judged)).toBe('wrong-site')
  })

  test('[PACK-21] whose head is not under the signed root is refused', async () => {
    const office = await createOffice()
    const { trust, held } = await readTrust(office)
    const file = decodeSiteFile(siteOf(office), sha256)
    if (!file.ok) throw new Error(file.error.kind)
    const head = { ...file.value.head, ledger: headAt(office, TOWN).ledger }
    const forged = utf8ToBytes(encodeSiteFile(head, file.value.path, file.value.signed))
    const judged = await judgeSiteFile(held, trust, forged, VILLAGE, ports)
    expect(kindOf(judged)).toBe('bad-proof')
  })

  test('[PACK-20] signed by a stranger in the name of a known key is refused', async () => {
    const office = await createOffice()
    const before = office.publishKey
    office.publishKey = { id: before.id, signer: makeSigner() }
    await office.publish()
    expect(kindOf(await read(office))).toBe('bad-signature')
  })

  test('[PACK-23] signed by a key that no list names is refused', async () => {
    const office = await createOffice()
    office.publishKey = { id: 'nobody', signer: makeSigner() }
    await office.publish()
    expect(kindOf(await read(office))).toBe('key-not-valid')
  })

  test('[PACK-23] signed by a key before its range or after it is refused', async () => {
    const office = await createOffice()
    const [key] = office.trust.keys
    await office.publish()
    for (const [from, to, expected] of [
      [1, 1, 'key-not-valid'],
      [3, null, 'key-not-valid'],
      [2, 2, 'accepted'],
      [1, null, 'accepted'],
    ] as const) {
      office.trust = { ...office.trust, version: office.trust.version + 1 }
      office.trust.keys = [{ ...key!, from, to }]
      await office.publishTrust()
      expect(kindOf(await read(office))).toBe(expected)
    }
  })

  test('[PACK-23] is not accepted under a key of another role', async () => {
    const office = await createOffice()
    const [key] = office.trust.keys
    office.trust = { ...office.trust, version: 2, keys: [{ ...key!, role: 'receipt' }] }
    await office.publishTrust()
    expect(kindOf(await read(office))).toBe('key-not-valid')
  })

  test('[PACK-24] of an older checkpoint is refused, of a newer one accepted', async () => {
    const office = await createOffice()
    const old = siteOf(office)
    await office.publish()
    const held = await reader(office)
    const { trust } = await readTrust(office)
    expect(kindOf(await judgeSiteFile(held, trust, old, VILLAGE, ports))).toBe('older')
    await office.publish()
    expect(kindOf(await read(office, held))).toBe('accepted')
  })

  test('[PACK-20, PACK-24] signed anew later is the same content checked again; the earlier one is older', async () => {
    const office = await createOffice()
    const morning = siteOf(office)
    const { hash } = office.signed!.checkpoint
    await office.resign(office.nowMs + 86_400_000)
    expect(office.signed!.checkpoint.hash).toBe(hash)
    const held = await reader(office)
    const { trust } = await readTrust(office)
    expect(kindOf(await judgeSiteFile(held, trust, siteOf(office), VILLAGE, ports))).toBe(
      'accepted',
    )
    expect(kindOf(await judgeSiteFile(held, trust, morning, VILLAGE, ports))).toBe('older')
  })

  test('[PACK-24] of the same number with other content is refused as two versions', async () => {
    const office = await createOffice()
    const held = await reader(office)
    rename(office, '白音仓')
    office.number = 0
    await office.publish()
    expect(kindOf(await read(office, held))).toBe('two-versions')
  })

  test('[PACK-26] leaves what is held as it was on any refusal', async () => {
    const office = await createOffice()
    const old = siteOf(office)
    await office.publish()
    const held = await reader(office)
    const copy = JSON.stringify(held)
    const { trust } = await readTrust(office)
    await judgeSiteFile(held, trust, old, VILLAGE, ports)
    expect(JSON.stringify(held)).toBe(copy)
  })

  test('[PACK-26] that was stored is judged by all rules but the order of checkpoints', async () => {
    const office = await createOffice()
    const stored = siteOf(office)
    await office.publish()
    const { trust } = await readTrust(office)
    expect(kindOf(await judgeStoredSiteFile(trust, stored, VILLAGE, ports))).toBe('accepted')
    expect(kindOf(await judgeStoredSiteFile(trust, stored, TOWN, ports))).toBe('wrong-site')
    const nobody = { ...trust, keys: [] }
    expect(kindOf(await judgeStoredSiteFile(nobody, stored, VILLAGE, ports))).toBe('key-not-valid')
  })

  test('[PACK-22] can be judged by its path alone under a checkpoint that was judged before', async () => {
    const office = await createOffice()
    const file = decodeSiteFile(siteOf(office), sha256)
    if (!file.ok) throw new Error(file.error.kind)
    const { checkpoint } = office.signed!
    expect(kindOf(judgeHead(checkpoint, file.value, VILLAGE, sha256))).toBe('accepted')
    const other = { ...checkpoint, root: checkpoint.hash }
    expect(kindOf(judgeHead(other, file.value, VILLAGE, sha256))).toBe('bad-proof')
  })
})

describe('a restart note', () => {
  test('[PACK-24] lets a reader go back to the noted checkpoint, once', async () => {
    const { office, held } = await restarted()
    const accepted = await read(office, held)
    if (!accepted.ok) throw new Error(accepted.error.kind)
    expect(accepted.value.restart).toMatchObject({ number: 3, reason: '恢复备份' })
    expect(accepted.value.held.checkpoint?.number).toBe(3)
    const again = { ...accepted.value.held, checkpoint: held.checkpoint }
    expect(kindOf(await read(office, again))).toBe('older')
  })

  test('[PACK-24] covers later checkpoints made since its trust list', async () => {
    const { office, held } = await restarted()
    await office.publish()
    expect(office.signed!.checkpoint.number).toBe(4)
    expect(kindOf(await read(office, held))).toBe('accepted')
  })

  test('[PACK-24] covers the noted number only with the noted hash', async () => {
    const { office, held } = await restarted()
    rename(office, '白音查干')
    office.number = 2
    await office.publish()
    expect(kindOf(await read(office, held))).toBe('older')
  })

  test('[PACK-24] does not cover the lost line of checkpoints before it', async () => {
    const office = await createOffice()
    for (let i = 2; i <= 4; i++) await office.publish()
    const fourth = siteOf(office)
    await office.publish()
    const held = await reader(office)
    office.trust = { ...office.trust, version: 2, restarts: [{ ...noteOf(office), number: 3 }] }
    await office.publishTrust()
    const { trust } = await readTrust(office)
    expect(kindOf(await judgeSiteFile(held, trust, fourth, VILLAGE, ports))).toBe('older')
  })

  test('[PACK-24] lets a reader take the other of two versions', async () => {
    const office = await createOffice()
    const held = await reader(office)
    office.trust = { ...office.trust, version: 2 }
    rename(office, '白音仓')
    office.number = 0
    await office.publish()
    office.trust = { ...office.trust, restarts: [noteOf(office)] }
    await office.publishTrust()
    expect(kindOf(await read(office, held))).toBe('accepted')
  })
})

describe('the list of all sites', () => {
  test('[PACK-22] gives all heads under one signature', async () => {
    const office = await createOffice()
    const { trust, held } = await readTrust(office)
    const accepted = await judgeSites(held, trust, sitesOf(office), ports)
    if (!accepted.ok) throw new Error(accepted.error.kind)
    expect(accepted.value.heads.map(({ site }) => site)).toEqual([
      TOWN,
      VILLAGE,
      NEXT_VILLAGE,
      'catalogue',
      'policies',
    ])
  })

  test('[PACK-21] with a head left out, exchanged or in another order is refused', async () => {
    const office = await createOffice()
    const { trust, held } = await readTrust(office)
    const list = decodeSites(sitesOf(office), sha256)
    if (!list.ok) throw new Error(list.error.kind)
    const { heads, signed } = list.value
    const forge = (own: typeof heads) =>
      judgeSites(held, trust, utf8ToBytes(encodeSites(own, signed)), ports)
    expect(kindOf(await forge(heads))).toBe('accepted')
    expect(kindOf(await forge(heads.slice(1)))).toBe('bad-proof')
    expect(kindOf(await forge([...heads].reverse()))).toBe('bad-proof')
    expect(kindOf(await forge([...heads, heads[0]!]))).toBe('bad-proof')
    const moved = heads.map((head, i) => (i === 0 ? { ...head, posts: null } : head))
    expect(kindOf(await forge(moved))).toBe('bad-proof')
  })

  test('[PACK-24] of an older checkpoint is refused', async () => {
    const office = await createOffice()
    const old = sitesOf(office)
    await office.publish()
    const held = await reader(office)
    const { trust } = await readTrust(office)
    expect(kindOf(await judgeSites(held, trust, old, ports))).toBe('older')
  })
})

describe('a pack', () => {
  test('[PACK-1] is accepted with the named bytes only', async () => {
    const office = await createOffice()
    const { ledger } = headAt(office, VILLAGE)
    const bytes = fileOf(office, `packs/${ledger.hash}`)
    expect(kindOf(judgePack(ledger, bytes, sha256))).toBe('accepted')
    const other = fileOf(office, `packs/${headAt(office, TOWN).ledger.hash}`)
    expect(kindOf(judgePack(ledger, other, sha256))).toBe('damaged')
    const portal = utf8ToBytes('<html>请先登录</html>')
    expect(kindOf(judgePack(ledger, portal, sha256))).toBe('unreadable')
    expect(kindOf(judgePack(ledger, bytes.slice(0, -1), sha256))).toBe('damaged')
  })
})

/** Every byte once with its lowest, its middle and its highest bit turned. */
const flips = function* (bytes: Bytes): Generator<Bytes> {
  for (let at = 0; at < bytes.length; at++) {
    for (const mask of [0x01, 0x20, 0x80]) {
      const flipped = bytes.slice()
      flipped[at] = flipped[at]! ^ mask
      yield flipped
    }
  }
}

/** The same JSON, written otherwise or with more in it: nothing of this is signed. */
const rewritings = (bytes: Bytes): string[] => {
  const text = bytesToUtf8(bytes)
  const json = JSON.parse(text) as Record<string, unknown>
  const inner = json['checkpoint'] as object | undefined
  return [
    `${text}\n`,
    ` ${text}`,
    `\ufeff${text}`,
    JSON.stringify(json, null, 1),
    JSON.stringify({ ...json, more: 1 }),
    JSON.stringify(Object.fromEntries(Object.entries(json).reverse())),
    text.replace('"v":1', '"v":1,"v":1'),
    text.replace('"v":1', '"v":1.0'),
    text.replace('"format"', '"\\u0066ormat"'),
    text.replace('"v":1', '"v":0'),
    ...(inner ? [JSON.stringify({ ...json, checkpoint: { ...inner, more: 1 } })] : []),
  ]
}

describe('one flipped byte, or JSON that is written otherwise,', () => {
  test('[PACK-23, PACK-26] of a trust list is refused', async () => {
    const office = await createOffice()
    const bytes = trustOf(office)
    const { held } = await readTrust(office)
    for (const flipped of flips(bytes)) {
      expect((await judgeTrust(held, flipped, ports)).ok).toBe(false)
      expect((await judgeTrust(createHeld(), flipped, ports)).ok).toBe(false)
    }
    for (const text of rewritings(bytes)) {
      expect(kindOf(await judgeTrust(held, utf8ToBytes(text), ports))).toBe('unreadable')
    }
  })

  test('[PACK-20, PACK-22] of a site file and its checkpoint is refused', async () => {
    const office = await createOffice()
    const { trust, held } = await readTrust(office)
    const bytes = siteOf(office)
    for (const flipped of flips(bytes)) {
      expect((await judgeSiteFile(held, trust, flipped, VILLAGE, ports)).ok).toBe(false)
    }
    for (const text of rewritings(bytes)) {
      const judged = await judgeSiteFile(held, trust, utf8ToBytes(text), VILLAGE, ports)
      expect(kindOf(judged)).toBe('unreadable')
    }
  })

  test('[PACK-22] of the list of all sites is refused', async () => {
    const office = await createOffice()
    const { trust, held } = await readTrust(office)
    const bytes = sitesOf(office)
    for (const flipped of flips(bytes)) {
      expect((await judgeSites(held, trust, flipped, ports)).ok).toBe(false)
    }
    for (const text of rewritings(bytes)) {
      expect(kindOf(await judgeSites(held, trust, utf8ToBytes(text), ports))).toBe('unreadable')
    }
  })

  test('[PACK-1, PACK-26] of a pack is refused', async () => {
    const office = await createOffice()
    const { ledger } = headAt(office, VILLAGE)
    for (const flipped of flips(fileOf(office, `packs/${ledger.hash}`))) {
      expect(judgePack(ledger, flipped, sha256).ok).toBe(false)
    }
  })
})

describe('a file of a later version', () => {
  const versionTwo = (bytes: Bytes) => utf8ToBytes(bytesToUtf8(bytes).replace('"v":1', '"v":2'))

  test('[PACK-2] is refused as too new, whatever else it says', async () => {
    const office = await createOffice()
    const { trust, held } = await readTrust(office)
    const site = versionTwo(siteOf(office))
    expect(kindOf(await judgeTrust(held, versionTwo(trustOf(office)), ports))).toBe('too-new')
    expect(kindOf(await judgeSiteFile(held, trust, site, VILLAGE, ports))).toBe('too-new')
    expect(kindOf(await judgeSites(held, trust, versionTwo(sitesOf(office)), ports))).toBe(
      'too-new',
    )
    const alien = utf8ToBytes('{"format":"iltod-trust","v":7,"everything":"else"}')
    expect(kindOf(await judgeTrust(held, alien, ports))).toBe('too-new')
  })

  test('[PACK-20] holds for the first line of what is signed, too', async () => {
    const office = await createOffice()
    const { trust, held } = await readTrust(office)
    const later = (from: string, to: string) =>
      utf8ToBytes(bytesToUtf8(siteOf(office)).replace(from, to))
    for (const bytes of [
      later('iltod-checkpoint/1', 'iltod-checkpoint/2'),
      later('iltod-head/1', 'iltod-head/2'),
    ]) {
      expect(kindOf(await judgeSiteFile(held, trust, bytes, VILLAGE, ports))).toBe('too-new')
    }
  })

  test('[PACK-2, PACK-20] may fill the reserved lines of a checkpoint and add lines to a head', async () => {
    const office = await createOffice()
    const { trust, held } = await readTrust(office)
    const { checkpoint, body } = office.signed!
    const { sign } = office.publishKey.signer
    const laterBody = body.replace(/\n\n\n$/, '\n后来的一行\n又一行\n')
    const message = utf8ToBytes(`\u0001${laterBody}${checkpoint.checkedMs}\n`)
    const signed = { checkpoint, body: laterBody, key: 'p1', signature: await sign(message) }
    const accepted = await judgeCheckpoint(held, trust, signed, ports)
    expect(kindOf(accepted)).toBe('accepted')
    const text = bytesToUtf8(siteOf(office))
    const wire = JSON.stringify(laterBody)
    const file = utf8ToBytes(
      text
        .replace(JSON.stringify(body), wire)
        .replace(/"signature":"[^"]+"/, `"signature":"${bytesToBase64Url(signed.signature)}"`),
    )
    expect(kindOf(await judgeSiteFile(held, trust, file, VILLAGE, ports))).toBe('accepted')
  })
})

test('[PACK-4] what is no file of ours at all is unreadable', async () => {
  const office = await createOffice()
  const { trust, held } = await readTrust(office)
  for (const text of ['', '<html>', 'null', '[]', '{}', '{"format":"iltod-site"}', '{"v":1}']) {
    const bytes = utf8ToBytes(text)
    expect(kindOf(await judgeTrust(held, bytes, ports))).toBe('unreadable')
    expect(kindOf(await judgeSiteFile(held, trust, bytes, VILLAGE, ports))).toBe('unreadable')
    expect(kindOf(await judgeSites(held, trust, bytes, ports))).toBe('unreadable')
  }
})
