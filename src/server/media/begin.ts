// May this upload begin? Only for an event that is here, by the key that delivered it, within the bounds (MEDIA-1, MEDIA-3).
import type { Transaction } from 'kysely'
import * as z from 'zod/mini'
import { base64UrlToBytes, bytesToHex } from '../../base/bytes.ts'
import { isUuidV7 } from '../../base/ids.ts'
import { type Result, err, ok } from '../../base/result.ts'
import type { ErrorCode } from '../../protocol/errors.ts'
import { MAX_EVENT_MEDIA, MAX_EVENT_MEDIA_BYTES, MAX_MEDIUM_BYTES } from '../../protocol/limits.ts'
import { type MediumName, isMediumProven } from '../../protocol/media.ts'
import { beginWriting } from '../inbox/memory.ts'
import type { Database } from '../store/database.ts'
import { hasRoom } from './room.ts'
import type { MediaDeps } from './ports.ts'
import { changeMedium, findMedium } from './rows.ts'

/** `Upload-Metadata`, decoded. */
const Asked = z.object({
  event: z.string().check(z.refine(isUuidV7)),
  sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  key: z.string().check(z.maxLength(100)),
  signature: z.string().check(z.maxLength(100)),
})
type Asked = z.infer<typeof Asked>

const judgeSigner = async (
  deps: MediaDeps,
  asked: Asked,
  bytes: number,
): Promise<Result<{ readonly device: string; readonly erased: boolean }, ErrorCode>> => {
  const event = await deps.db
    .selectFrom('inbox_event')
    .select(['device', 'erased_ms'])
    .where('id', '=', asked.event)
    .executeTakeFirst()
  if (!event) return err('media-too-early')
  const key = base64UrlToBytes(asked.key)
  if (!key || bytesToHex(deps.sha256(key)) !== event.device) return err('signature-wrong')
  const proof = { publicKey: asked.key, signature: asked.signature }
  if (!(await isMediumProven(asked, bytes, proof, deps.verifyP256))) return err('signature-wrong')
  return ok({ device: event.device, erased: event.erased_ms !== null })
}

/** Unfinished ones count: their bytes may be here already. */
const fits = async (tx: Transaction<Database>, name: MediumName, bytes: number) => {
  const others = await tx
    .selectFrom('inbox_medium')
    .select('bytes')
    .where('event_id', '=', name.event)
    .where('sha256', '!=', name.sha256)
    .where('state', 'in', ['begun', 'arrived', 'refused'])
    .execute()
  const total = others.reduce((sum, other) => sum + other.bytes, bytes)
  return others.length < MAX_EVENT_MEDIA && total <= MAX_EVENT_MEDIA_BYTES
}

/** `anew`: announced with another length before, so that what came then can't be it. */
type Begun = 'begun' | 'anew' | 'known'

const enter = (
  deps: MediaDeps,
  name: MediumName,
  bytes: number,
  device: string,
): Promise<Result<Begun, ErrorCode>> =>
  deps.db.transaction().execute(async (tx): Promise<Result<Begun, ErrorCode>> => {
    await beginWriting(tx, 'safe')
    const row = await findMedium(tx, name)
    if (row && row.state !== 'named' && (row.state !== 'begun' || row.bytes === bytes))
      return ok('known')
    if (!(await fits(tx, name, bytes))) return err('media-too-many')
    const begun = { state: 'begun', bytes, begun_ms: deps.clock.now() } as const
    if (row) await changeMedium(tx, name).set(begun).execute()
    else
      await tx
        .insertInto('inbox_medium')
        .values({ event_id: name.event, sha256: name.sha256, device, ...begun })
        .execute()
    return ok(row?.state === 'begun' ? 'anew' : 'begun')
  })

/** Beginning again what was begun, or is here, changes nothing. */
export const begin = async (
  deps: MediaDeps,
  metadata: unknown,
  bytes: number,
): Promise<Result<MediumName, ErrorCode>> => {
  const asked = Asked.safeParse(metadata)
  if (!asked.success || !Number.isSafeInteger(bytes) || bytes < 1) return err('bad-request')
  if (bytes > MAX_MEDIUM_BYTES) return err('too-large')
  const signer = await judgeSigner(deps, asked.data, bytes)
  if (!signer.ok) return signer
  const { event, sha256 } = asked.data
  const name = { event, sha256 }
  const known = await findMedium(deps.db, name)
  if (known && known.state !== 'named' && known.state !== 'begun') return ok(name)
  if (signer.value.erased) return err('gone')
  if (!(await hasRoom(deps))) return err('server-full')
  const entered = await enter(deps, name, bytes, signer.value.device)
  if (!entered.ok) return entered
  if (entered.value === 'anew') await deps.files.removeBegun(name)
  return ok(name)
}
