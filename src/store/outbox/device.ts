// Who signs: a key made here that can't be exported (OUT-14).
import { bytesToHex } from '../../base/bytes.ts'
import type { SignP256 } from '../../base/crypto.ts'
import type { Random } from '../../base/random.ts'
import type { DeviceIdentity } from '../../sync/outbox/ports.ts'
import { makeReplicaId } from '../../sync/outbox/read-page.ts'
import type { DeviceRow } from './database.ts'

export interface DeviceDeps {
  readonly subtle: SubtleCrypto
  readonly random: Random
}

const P256 = { name: 'ECDSA', namedCurve: 'P-256' } as const

/** Only to be told from the database that was here before. */
const LIFE_BYTES = 3

export const createDeviceSigner =
  (subtle: SubtleCrypto, privateKey: CryptoKey): SignP256 =>
  async (message) =>
    new Uint8Array(await subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, message))

export const makeDevice = async ({ subtle, random }: DeviceDeps): Promise<DeviceRow> => {
  const pair = await subtle.generateKey(P256, false, ['sign', 'verify'])
  return {
    name: 'self',
    privateKey: pair.privateKey,
    publicKey: await subtle.exportKey('raw', pair.publicKey),
    replica: makeReplicaId(random),
    nextSeq: 1,
    life: bytesToHex(random.bytes(LIFE_BYTES)),
  }
}

/** The row as who signs, with the number that it would give next. */
export const identityOf = (subtle: SubtleCrypto, row: DeviceRow): DeviceIdentity => ({
  publicKey: new Uint8Array(row.publicKey),
  sign: createDeviceSigner(subtle, row.privateKey),
  replica: row.replica,
  seq: row.nextSeq,
})
