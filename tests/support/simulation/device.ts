// One phone of a simulation: the real outbox over rows in memory, on a disk that outlasts its lives.
import 'tus-js-client' // loaded at once: a file read in mid life would let virtual time run ahead
import type { Bytes } from '../../../src/base/bytes.ts'
import { createSeededRandom } from '../../../src/base/random.ts'
import { sha256 } from '../../../src/server/crypto/node-ports.ts'
import { createOutbox } from '../../../src/store/outbox/create-outbox.ts'
import type { KeptMedium, Outbox } from '../../../src/store/outbox/outbox.ts'
import { createTusUpload } from '../../../src/platform/tus-upload.ts'
import { startSha256 } from '../../../src/platform/web-crypto.ts'
import type { MediaNetwork } from '../../../src/sync/media/ports.ts'
import type { HttpRequest } from '../../../src/sync/ports.ts'
import { type Answered, SITE, createTestChannels, createTestLocks } from '../field-world.ts'
import {
  type Disk,
  type DriveHooks,
  createDrive,
  createMemoryRows,
  emptyDisk,
} from '../memory-rows.ts'
import type { Dice } from './dice.ts'
import type { SimulationCrypto } from './crypto.ts'
import type { Server } from './server.ts'
import type { Time } from './time.ts'

/** What happens to a life as a whole. */
export const LIFE_FAULTS = ['crash', 'clock-jump', 'second-tab', 'server-restored'] as const

/** What happens to one write. */
export const WRITE_FAULTS = ['crash-before-write', 'crash-after-write', 'disk-full'] as const
type WriteFault = (typeof WRITE_FAULTS)[number]

/** The writes of an item's way home, as memory-rows names them. */
export const WRITES = ['number', 'save', 'begin', 'note', 'settle', 'feed'] as const
/** And those of its attachments. */
export const MEDIA_WRITES = [
  'keep',
  'kept',
  'media-begin',
  'media-sent',
  'media-note',
  'media-settle',
] as const

/** So small that a few hundred bytes are an upload of several requests. */
const CHUNK_BYTES = 256

const never = <T>(): Promise<T> => new Promise<T>(() => undefined)
/** The plug is pulled: whoever waits for this waits for ever. */
const hang = (): Promise<undefined> => never()

interface Told {
  readonly text: string
  readonly id: string
  /** What was attached, by the hash of its sealed bytes. */
  readonly media: readonly { readonly sha256: string; readonly content: Bytes }[]
}

const streamOf = (content: Bytes): ReadableStream<Bytes> =>
  new ReadableStream({
    start: (controller) => {
      controller.enqueue(content)
      controller.close()
    },
  })

const ANY_NETWORK: MediaNetwork = {
  kind: () => 'unknown',
  wifiOnly: () => false,
  setWifiOnly: () => undefined,
  listen: () => () => undefined,
}

const PHOTO = { type: 'image/jpeg', label: { kind: 'photo', durationMs: null } } as const

/** A question with its attachments, as a screen does it: each kept first, then all saved together. */
const askWith = async (outbox: Outbox, text: string, contents: readonly Bytes[]) => {
  const attachments: KeptMedium[] = []
  for (const content of contents) {
    const kept = await outbox.media!.keep(streamOf(content), PHOTO, attachments)
    if (!kept.ok) return kept
    attachments.push(kept.value)
  }
  const saved = await outbox.ask({ site: SITE, text, attachments })
  if (!saved.ok) return saved
  const media = attachments.map(({ sha256: name }, i) => ({ sha256: name, content: contents[i]! }))
  return { ok: true, value: { text, id: saved.value.id, media } } as const
}

export interface DeviceWorld {
  readonly crypto: SimulationCrypto
  readonly time: Time
  readonly server: Server
  readonly dice: Dice
  readonly tally: (what: string) => void
  /** True once all troubles are over. */
  readonly isPerfect: () => boolean
  readonly send: (request: HttpRequest) => Promise<Answered>
}

/** At each write the power may go, just before or just after it, or the disk may be full. */
const createPlug = (
  { isPerfect, dice, tally }: DeviceWorld,
  alive: () => boolean,
  die: () => void,
): DriveHooks => {
  const crash = (how: WriteFault, what: string) => {
    tally(`${how} × ${what}`)
    die()
    return hang()
  }
  return {
    before: async (what) => {
      if (!alive()) return hang()
      const roll = isPerfect() ? 1 : dice.unit()
      if (roll < 0.02) return crash('crash-before-write', what)
      if (roll >= 0.035) return
      tally(`disk-full × ${what}`)
      throw new DOMException('no room', 'QuotaExceededError')
    },
    after: async (what) => {
      if (!alive()) return hang()
      const roll = isPerfect() ? 1 : dice.unit()
      if (roll < 0.02) return crash('crash-after-write', what)
    },
  }
}

/** One phone: a disk that lasts, and a life on it that may end at any write. */
export const createDevice = (world: DeviceWorld, seed: number) => {
  const { time, server, crypto } = world
  const disk: { current: Disk } = { current: emptyDisk }
  const random = createSeededRandom(seed)
  const saved: Told[] = []
  /** Written, but the life ended before the screen could say so. */
  const unsure = new Set<string>()
  let skewMs = 0
  let life = 0
  let locks = createTestLocks()
  let openChannel = createTestChannels()
  let tabs: Outbox[] = []

  const die = () => {
    life++
    tabs = []
  }
  const openTab = (): Outbox => {
    const mine = life
    const start = time.now()
    const alive = () => mine === life
    const clock = { now: () => time.now() + skewMs, monotonic: () => 1 + time.now() - start }
    const hooks = createPlug(world, alive, die)
    const rows = createMemoryRows({
      drive: createDrive(disk, hooks),
      random,
      makeKey: () => Promise.resolve(crypto.makeKey(random)),
      sealing: {
        clock,
        startSha256,
        sealStream: (recipient, content) => time.during(crypto.sealStream(recipient, content)),
      },
    })
    const http = {
      send: async (request: HttpRequest) => {
        if (!alive()) return never<Answered>()
        const answer = await world.send(request)
        return alive() ? answer : never<Answered>()
      },
    }
    const outbox = createOutbox(
      {
        clock,
        media: { carry: createTusUpload(http, CHUNK_BYTES), network: ANY_NETWORK },
        random,
        timers: {
          after: (delayMs, run) =>
            time.at(delayMs, () => {
              if (alive()) run()
            }),
        },
        http,
        locks,
        channel: openChannel(),
        connectivity: { online: () => true, listen: () => () => undefined },
        sha256,
        verifyP256: crypto.verifyP256,
        seal: (recipient, text) => time.during(crypto.seal(recipient, text)),
        office: () => server.office,
      },
      rows,
    )
    tabs.push(outbox)
    return outbox
  }
  const awake = (): Outbox => tabs[0] ?? openTab()
  return {
    saved,
    unsure,
    disk,
    awake,
    openTab,
    jump: (ms: number) => {
      skewMs = ms
    },
    crash: () => {
      die()
      locks = createTestLocks()
      openChannel = createTestChannels()
    },
    /** Where a crash at a write left a dead life behind, the next one begins with locks of its own. */
    revive: () => {
      if (tabs.length > 0) return
      locks = createTestLocks()
      openChannel = createTestChannels()
      openTab()
    },
    write: async (text: string, contents: readonly Bytes[] = []) => {
      unsure.add(text)
      const mine = life
      const asked = askWith(awake(), text, contents)
      let over = false
      const ended = (async () => {
        while (life === mine && !over) await new Promise((resolve) => setImmediate(resolve))
        return null
      })()
      const result = await Promise.race([asked, ended])
      over = true
      if (result?.ok) {
        saved.push(result.value)
        unsure.delete(text)
      } else if (result) {
        // It said "not saved": then it must never arrive.
        unsure.delete(text)
      }
      return result?.ok ?? false
    },
  }
}
export type Device = ReturnType<typeof createDevice>
