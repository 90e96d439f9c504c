// One phone of a simulation: the real outbox over rows in memory, on a disk that outlasts its lives.
import { createSeededRandom } from '../../../src/base/random.ts'
import { sha256 } from '../../../src/server/crypto/node-ports.ts'
import { createOutbox } from '../../../src/store/outbox/create-outbox.ts'
import type { Outbox } from '../../../src/store/outbox/outbox.ts'
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

const never = <T>(): Promise<T> => new Promise<T>(() => undefined)
/** The plug is pulled: whoever waits for this waits for ever. */
const hang = (): Promise<undefined> => never()

interface Told {
  readonly text: string
  readonly id: string
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
    const hooks = createPlug(world, alive, die)
    const rows = createMemoryRows({
      drive: createDrive(disk, hooks),
      random,
      makeKey: () => Promise.resolve(crypto.makeKey(random)),
    })
    const outbox = createOutbox(
      {
        clock: { now: () => time.now() + skewMs, monotonic: () => 1 + time.now() - start },
        random,
        timers: {
          after: (delayMs, run) =>
            time.at(delayMs, () => {
              if (alive()) run()
            }),
        },
        http: {
          send: async (request) => {
            if (!alive()) return never<Answered>()
            const answer = await world.send(request)
            return alive() ? answer : never<Answered>()
          },
        },
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
    write: async (text: string) => {
      unsure.add(text)
      const mine = life
      const asked = awake().ask({ site: SITE, text })
      let over = false
      const ended = (async () => {
        while (life === mine && !over) await new Promise((resolve) => setImmediate(resolve))
        return null
      })()
      const result = await Promise.race([asked, ended])
      over = true
      if (result?.ok) {
        saved.push({ text, id: result.value.id })
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
