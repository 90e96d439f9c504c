// The file of unsent questions with their attachments, bent at every place: what is given back is what was put in, the rest is counted.
import { beforeAll, describe, expect, test } from 'vitest'
import { type Bytes, bytesToHex, concatBytes } from '../../../../src/base/bytes.ts'
import { createUuidV7 } from '../../../../src/base/ids.ts'
import { createSeededRandom } from '../../../../src/base/random.ts'
import { proveMedium } from '../../../../src/protocol/media.ts'
import { encodeParcel } from '../../../../src/protocol/parcel.ts'
import { sha256, verifyP256 } from '../../../../src/server/crypto/node-ports.ts'
import type { SealedBytes } from '../../../../src/sync/media/ports.ts'
import {
  encodeCarriedHead,
  type ReadCarriedFile,
  readCarriedFile,
} from '../../../../src/sync/outbox/carry-file.ts'
import { encodeCarried } from '../../../../src/sync/outbox/carry.ts'
import { type TestKey, makeKey } from '../../../support/field-pen.ts'

const deps = { sha256, verifyP256 }
const random = createSeededRandom(30)

const asFile = (bytes: Bytes): SealedBytes => ({
  length: bytes.length,
  read: async (start, end) => bytes.slice(start, end),
})

const wholeOf = ({ content }: ReadCarriedFile['media'][number]) => content.read(0, content.length)

let key: TestKey
let parcels: Bytes[]
let ids: string[]
let sealed: Bytes[]
let file: Bytes

const makeParcel = async (): Promise<{ id: string; parcel: Bytes }> => {
  const id = createUuidV7({ now: () => 1_790_000_000_000, monotonic: () => 0 }, random)
  const head = { id, publicKey: key.publicKey, claim: random.bytes(32), slip: random.bytes(32) }
  return { id, parcel: await encodeParcel(head, random.bytes(60), key.sign) }
}
const lineOf = async (event: string, content: Bytes, by = key) => {
  const name = { event, sha256: bytesToHex(sha256(content)) }
  return { name, bytes: content.length, proof: await proveMedium(name, content.length, by) }
}

beforeAll(async () => {
  key = await makeKey()
  const made = [await makeParcel(), await makeParcel()]
  parcels = made.map(({ parcel }) => parcel)
  ids = made.map(({ id }) => id)
  sealed = [random.bytes(700), random.bytes(1), random.bytes(300)]
  const events = [ids[0]!, ids[0]!, ids[1]!]
  const lines = await Promise.all(sealed.map((content, i) => lineOf(events[i]!, content)))
  file = concatBytes(encodeCarriedHead(parcels, lines), ...sealed)
})

describe('the file with attachments', () => {
  test('[OUT-30] gives back parcels and media as they were put in, in their order', async () => {
    const read = (await readCarriedFile(deps, asFile(file)))!
    expect(read.damaged).toEqual({ parcels: 0, media: 0 })
    expect(read.parcels.map(({ id, parcel }) => [id, parcel])).toEqual([
      [ids[0], parcels[0]],
      [ids[1], parcels[1]],
    ])
    expect(await Promise.all(read.media.map(wholeOf))).toEqual(sealed)
    expect(read.media.map(({ parcel }) => parcel)).toEqual(
      [0, 0, 1].map((i) => bytesToHex(sha256(parcels[i]!))),
    )
  })

  test('[OUT-22] a file of text alone, as earlier versions wrote it, is read the same way', async () => {
    const read = await readCarriedFile(deps, asFile(encodeCarried(parcels)))
    expect(read?.parcels.map(({ id }) => id)).toEqual(ids)
    expect(read).toMatchObject({ media: [], damaged: { parcels: 0, media: 0 } })
  })

  /** What must be untouched by damage at `at`: the hashes of all records but the one it lies in, and of what hangs on that. */
  const untouched = (at: number): string[] => {
    const hashes = [...parcels, ...sealed].map((bytes) => bytesToHex(sha256(bytes)))
    const head = file.length - sealed.reduce((sum, { length }) => sum + length, 0)
    const lines = new TextDecoder().decode(file.slice(24, head)).split('\n')
    const ends = (lengths: readonly number[], from: number) =>
      lengths.map((_, i) => lengths.slice(0, i + 1).reduce((sum, length) => sum + length, from))
    const inSealed = ends(
      sealed.map(({ length }) => length),
      head,
    ).findIndex((end) => at < end)
    if (at >= head) return hashes.filter((_, i) => i !== 2 + inSealed)
    const inLine = ends(
      lines.map(({ length }) => length + 1),
      24,
    ).findIndex((end) => at < end)
    const isEnd = new TextDecoder().decode(file.slice(at, at + 1)) === '\n'
    const hit = new Set(isEnd ? [inLine, inLine + 1] : [inLine])
    if (hit.has(0)) [2, 3].forEach((i) => hit.add(i))
    if (hit.has(1)) hit.add(4)
    return hashes.filter((_, i) => !hit.has(i))
  }

  test('[OUT-30] wherever one bit flips, all that lies beside it is given back whole, and the damage is told', async () => {
    for (let at = 24; at < file.length; at += 3) {
      const bent = file.slice()
      bent[at]! ^= 1 << (at % 8)
      const read = (await readCarriedFile(deps, asFile(bent)))!
      const media = await Promise.all(read.media.map(wholeOf))
      const found = [
        ...read.parcels.map(({ hash }) => hash),
        ...media.map((one) => bytesToHex(sha256(one))),
      ]
      for (const hash of untouched(at)) expect(found, `byte ${at}`).toContain(hash)
      const names = new Set(read.media.map(({ name }) => name.sha256))
      const bad = media.filter((one) => !names.has(bytesToHex(sha256(one)))).length
      expect(read.damaged.parcels + read.damaged.media + bad, `byte ${at}`).toBeGreaterThan(0)
    }
  })

  test('[OUT-30] cut anywhere it gives what came before', async () => {
    for (let length = 0; length < file.length; length += 7) {
      const read = await readCarriedFile(deps, asFile(file.slice(0, length)))
      for (const medium of read?.media ?? []) expect(sealed).toContainEqual(await wholeOf(medium))
    }
  })

  test('[OUT-30] what another key signed, of no parcel, beyond six, or of a size that is not there is damaged', async () => {
    const stranger = await makeKey()
    const content = random.bytes(10)
    const many = Array.from({ length: 7 }, () => random.bytes(10))
    const lines = [
      await lineOf(ids[0]!, content, stranger),
      await lineOf((await makeParcel()).id, content),
      ...(await Promise.all(many.map((one) => lineOf(ids[1]!, one)))),
    ]
    const odd = concatBytes(encodeCarriedHead(parcels, lines), content, content, ...many)
    const read = await readCarriedFile(deps, asFile(odd))
    expect(read).toMatchObject({ damaged: { parcels: 0, media: 3 } })
    expect(read?.media).toHaveLength(6)
    const short = await readCarriedFile(deps, asFile(odd.slice(0, -5)))
    expect(short?.media).toHaveLength(6)
    expect(await readCarriedFile(deps, asFile(random.bytes(500)))).toBeNull()
    expect(await readCarriedFile(deps, asFile(new Uint8Array(0)))).toBeNull()
  })
})
