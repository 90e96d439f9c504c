// What a second phone of a release did, and kept: attachments sent and unsent, a board, a word, the file that carries what waits. Made once
// by make-release.ts; the first release had no such phone.
import { type Bytes, bytesToHex } from '../../src/base/bytes.ts'
import { createSeededRandom } from '../../src/base/random.ts'
import { ageSealStream } from '../../src/platform/age-seal.ts'
import { createBrowserHttp } from '../../src/platform/browser-http.ts'
import { systemTimers } from '../../src/platform/system-timers.ts'
import { createTusUpload } from '../../src/platform/tus-upload.ts'
import { startSha256 } from '../../src/platform/web-crypto.ts'
import { sha256 } from '../../src/server/crypto/node-ports.ts'
import type { KeptMedium, Outbox } from '../../src/store/outbox/outbox.ts'
import type { MediaNetwork } from '../../src/sync/media/ports.ts'
import type { Http } from '../../src/sync/ports.ts'
import {
  type OutboxDeps,
  SITE,
  type TestDevice,
  createTestDevice,
  type FieldServer,
  offline,
  until,
} from '../support/field-world.ts'
import { makeContent } from '../support/media-pen.ts'
import type { Exchange } from './release.ts'
import { type StoredDatabase, exportDatabase } from './stored-rows.ts'

/** One attachment: the hash of what was seen or heard, and of its sealed bytes. */
export interface Attached {
  readonly content: string
  readonly sealed: string
}

export interface SecondPhone {
  readonly board: { readonly id: string }
  readonly word: { readonly id: string; readonly key: string; readonly text: string }
  /** A question that had arrived with its photo when the release was frozen. */
  readonly arrived: { readonly id: string; readonly media: readonly Attached[] }
  /** One that waited with its photos. */
  readonly waiting: { readonly id: string; readonly media: readonly Attached[] }
  readonly draft: { readonly text: string; readonly media: readonly Attached[] }
  readonly stored: StoredDatabase
  /** The carried file with what waited, attachments too; base64. */
  readonly unsent: string
  /** How what waited was sent, after everything else was frozen. */
  readonly sending: readonly Exchange[]
}

const PHOTO = { type: 'image/jpeg', label: { kind: 'photo', durationMs: null } } as const
const ANY_NETWORK: MediaNetwork = {
  kind: () => 'unknown',
  wifiOnly: () => false,
  setWifiOnly: () => undefined,
  listen: () => () => undefined,
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

/** Parts of a phone that sends attachments over real HTTP. */
export const withMedia = (device: TestDevice, http: Http): Partial<OutboxDeps> => ({
  http,
  media: { carry: createTusUpload(http), network: ANY_NETWORK },
  sealing: { sealStream: ageSealStream, startSha256, clock: device.deps.clock },
})

const openWire = (origin: string) => {
  const real = createBrowserHttp({ fetch, origin, timers: systemTimers })
  const wire = {
    online: true,
    exchanges: [] as Exchange[],
    send: async (request: Parameters<Http['send']>[0]) => {
      if (!wire.online) return offline
      const answer = await real.send(request)
      if (answer.ok)
        wire.exchanges.push({
          method: request.method,
          path: request.path,
          headers: { ...request.headers },
          body: request.body ? base64(request.body) : '',
          status: answer.value.status,
          reply: Buffer.from(answer.value.bytes).toString(),
        })
      return answer
    },
  }
  return wire
}

const attach = async (
  outbox: Outbox,
  seeds: readonly number[],
  draft?: string,
): Promise<{ readonly kept: KeptMedium[]; readonly media: Attached[] }> => {
  const kept: KeptMedium[] = []
  const media: Attached[] = []
  for (const seed of seeds) {
    const content: Bytes = makeContent('image/jpeg', seed, createSeededRandom(seed))
    const about = draft === undefined ? PHOTO : { ...PHOTO, draft }
    const one = await outbox.media!.keep(new Blob([content]).stream(), about, kept)
    if (!one.ok) throw new Error(one.error.kind)
    kept.push(one.value)
    media.push({ content: bytesToHex(sha256(content)), sealed: one.value.sha256 })
  }
  return { kept, media }
}

const askWith = async (outbox: Outbox, text: string, seeds: readonly number[]) => {
  const { kept, media } = await attach(outbox, seeds)
  const saved = await outbox.ask({ site: SITE, text, attachments: kept })
  if (!saved.ok) throw new Error(saved.error.kind)
  return { id: saved.value.id, media }
}

const draftWith = async (outbox: Outbox, text: string, seeds: readonly number[]) => {
  const draft = await outbox.saveDraft({ site: SITE, text })
  if (!draft.ok) throw new Error(draft.error.kind)
  const { media } = await attach(outbox, seeds, draft.value.id)
  return { text, media }
}

const untilArrived = (outbox: Outbox): Promise<void> =>
  until('all arrived', async () =>
    (await outbox.items()).every(
      ({ state, media }) =>
        state === 'draft' ||
        (state === 'received' && media.every((medium) => medium.state === 'received')),
    ),
  )

const WORD = { key: 'ask.send', language: 'mn-Mong-CN', text: 'ᠢᠯᠡᠭᠡᠬᠦ' }

const tellMuch = async (outbox: Outbox) => {
  const board = await outbox.tellBoard({
    board: { site: SITE, group: null, day: '2026-11-23', checkpoint: 1, rosters: [] },
  })
  const word = await outbox.proposeWord(WORD)
  if (!board.ok || !word.ok) throw new Error('not saved')
  const arrived = await askWith(outbox, '照片在这里', [1_500])
  await outbox.sendNow()
  await untilArrived(outbox)
  return {
    board: { id: board.value.id },
    word: { id: word.value.id, key: WORD.key, text: WORD.text },
    arrived,
  }
}

/** Lives it. `freeze` is called when what waits has not been sent yet: that is the moment of the server's data. */
export const liveSecond = async (
  server: FieldServer,
  subtle: SubtleCrypto,
  freeze: () => Promise<void>,
): Promise<SecondPhone> => {
  const wire = openWire(await server.app.listen({ port: 0, host: '127.0.0.1' }))
  const device = createTestDevice(server, { random: createSeededRandom(77) })
  const outbox = await device.open({ ...withMedia(device, wire), subtle })
  const told = await tellMuch(outbox)
  wire.online = false
  const waiting = await askWith(outbox, '还没送出，有两张照片', [900, 30_000])
  const draft = await draftWith(outbox, '没写完，已拍一张', [2_000])
  const { options, name } = device.deps.database!
  const stored = await exportDatabase(options!.indexedDB as IDBFactory, name)
  const unsent = new Uint8Array(await (await outbox.exportUnsent(true))!.arrayBuffer())
  await freeze()
  wire.exchanges = []
  wire.online = true
  await outbox.sendNow()
  await untilArrived(outbox)
  outbox.close()
  return { ...told, waiting, draft, stored, unsent: base64(unsent), sending: wire.exchanges }
}
