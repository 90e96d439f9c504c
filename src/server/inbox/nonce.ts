// The nonce a device signs for its feed (FEED-1). Stateless: time and a MAC over device and time, so that any node can judge
// what another gave; the secret lies in the database.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { base64UrlToBytes, bytesToBase64Url } from '../../base/bytes.ts'
import { DAY_MS } from '../../base/clock.ts'
import type { InboxDeps } from './ports.ts'

const TIME_BYTES = 6
const MAC_BYTES = 16
/** A server's clock may be set back a little between two nodes. */
const AHEAD_MS = 5 * 60_000

export interface Nonces {
  readonly give: (device: string) => string
  readonly isGood: (device: string, nonce: string) => boolean
}

export const createNonces = async ({
  db,
  clock,
}: Pick<InboxDeps, 'db' | 'clock'>): Promise<Nonces> => {
  const row = await db
    .selectFrom('inbox_secret')
    .select('value')
    .where('name', '=', 'nonce')
    .executeTakeFirstOrThrow()
  const make = (device: string, ms: number): Buffer => {
    const time = Buffer.alloc(TIME_BYTES)
    time.writeUIntBE(Math.max(0, ms), 0, TIME_BYTES)
    const mac = createHmac('sha256', row.value).update(time).update(device).digest()
    return Buffer.concat([time, mac.subarray(0, MAC_BYTES)])
  }
  return {
    give: (device) => bytesToBase64Url(make(device, clock.now())),
    isGood: (device, nonce) => {
      const bytes = base64UrlToBytes(nonce)
      if (bytes?.length !== TIME_BYTES + MAC_BYTES) return false
      const ms = Buffer.from(bytes).readUIntBE(0, TIME_BYTES)
      const age = clock.now() - ms
      return timingSafeEqual(make(device, ms), bytes) && age <= DAY_MS && age >= -AHEAD_MS
    },
  }
}
