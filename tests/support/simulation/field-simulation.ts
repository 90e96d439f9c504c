// Seeded lives of several devices and one server: the real outbox over rows in memory, the real inbox on SQLite in memory, real
// seals and signatures. Only time, wire, disk and power are made up. The oracle is what a screen called saved, kept out here.
import type { Bytes } from '../../../src/base/bytes.ts'
import { DAY_MS } from '../../../src/base/clock.ts'
import { createSeededRandom } from '../../../src/base/random.ts'
import type { HttpRequest } from '../../../src/sync/ports.ts'
import { type Device, createDevice } from './device.ts'
import { type Dice, createDice } from './dice.ts'
import { createSwiftCrypto, realCrypto, type SimulationCrypto } from './crypto.ts'
import { type Snapshot, createServer } from './server.ts'
import { createTime } from './time.ts'
import { findFalseReceipts, isSettled, judge } from './judge.ts'
import { createFaultyWire } from './wire.ts'

export interface LifePlan {
  /** How much is done in it, before the reckoning. */
  readonly actions: number
  /** Real signatures and seals, at a hundred times the price. */
  readonly real: boolean
}

export interface Outcome {
  readonly seed: number
  readonly violations: readonly string[]
  readonly log: readonly string[]
  readonly faults: ReadonlyMap<string, number>
  readonly saved: number
  readonly requests: number
}

const REAL_EVERY = 20
/** Of the many thousands that only the long run lives, a hundredth are: real cryptography costs ten times as much. */
const FEWER_ABOVE = 2_000
const FEWER_REAL_EVERY = 100

/** With a good network everything must be home after so many rounds of twenty seconds, attachments a little later. */
const ROUNDS = 8
const MOST_ROUNDS = 60

const JPEG = [0xff, 0xd8, 0xff, 0xe0]

/** Begins as its type says; of one to several chunks. */
const makePhoto = (dice: Dice): Bytes => {
  const content = Uint8Array.from({ length: 100 + dice.below(900) }, () => dice.below(256))
  content.set(JPEG)
  return content
}

/** Most lives are short and swift; every twentieth is long, with real cryptography. */
export const planOf = (seed: number): LifePlan =>
  seed % (seed > FEWER_ABOVE ? FEWER_REAL_EVERY : REAL_EVERY) === 0
    ? { actions: 40, real: true }
    : { actions: 12, real: false }

/** One seed, one life of a small world: a month of troubles, then a good network, then the reckoning. */
export const simulateField = (seed: number, plan = planOf(seed)): Promise<Outcome> => {
  const crypto = plan.real ? realCrypto : createSwiftCrypto()
  return crypto.live(createSeededRandom(seed * 17 + 3), () => live(seed, plan, crypto))
}

const live = async (
  seed: number,
  { actions }: LifePlan,
  crypto: SimulationCrypto,
): Promise<Outcome> => {
  const time = createTime()
  const dice = createDice(seed)
  const faults = new Map<string, number>()
  const log: string[] = []
  const tally = (what: string) => {
    faults.set(what, (faults.get(what) ?? 0) + 1)
    log.push(`${new Date(time.now()).toISOString()} ${what}`)
  }
  const server = await createServer(time, crypto, seed)
  let perfect = false
  let requests = 0
  const isPerfect = () => perfect
  const wire = createFaultyWire({ time, server, dice, tally }, isPerfect)
  const send = (request: HttpRequest) => {
    requests++
    return wire(request)
  }
  const world = { time, server, crypto, dice, tally, isPerfect, send }
  const devices = Array.from({ length: 1 + dice.below(3) }, (_, n) =>
    createDevice(world, seed * 101 + n),
  )
  let backup: Snapshot | null = null
  let written = 0

  const act = async (): Promise<void> => {
    const device = dice.pick(devices)
    const roll = dice.unit()
    if (roll < 0.35) {
      const text = `种子${seed}第${++written}问`
      const contents =
        dice.unit() < 0.4 ? [makePhoto(dice), makePhoto(dice)].slice(dice.below(2)) : []
      const saved = await device.write(text, contents)
      log.push(`${text}, ${contents.length} attached: ${saved ? 'saved' : 'not saved'}`)
    } else if (roll < 0.5) {
      const [item] = await server
        .inbox()
        .desk.list({ tray: 'desk', unansweredOnly: true, limit: 1 })
      if (item)
        await server.inbox().desk.answer({ id: item.id, text: `答：${item.text}`, from: null })
    } else if (roll < 0.62) {
      tally('crash')
      device.crash()
    } else if (roll < 0.7) {
      tally('second-tab')
      device.openTab()
    } else if (roll < 0.78) {
      tally('clock-jump')
      device.jump(dice.pick([-time.now(), 10 * 365 * DAY_MS, -2 * DAY_MS, 3_600_000, 0]))
    } else if (roll < 0.84) {
      const latest = await server.inbox().upkeep.latestNumber()
      backup = await server.snapshot()
      await server.inbox().upkeep.recordBackup(latest)
    } else if (roll < 0.88 && backup) {
      tally('server-restored')
      await server.restore(backup)
    } else {
      void device.awake().sendNow()
    }
  }

  const early: string[] = []
  const everybody = (what: (device: Device) => void) => {
    devices.forEach(what)
  }
  for (let i = 0; i < actions; i++) {
    await time.during(act())
    // Long times pass with the app closed: open, it would only ask the feed over and over.
    const night = dice.unit() < 0.1
    if (night) everybody((device) => device.crash())
    await time.pass(
      night ? dice.below(2 * DAY_MS) : dice.pick([100, 1_000, 5_000, 30_000, 300_000]),
    )
    everybody((device) => device.revive())
    early.push(...(await findFalseReceipts(server, devices)))
  }
  perfect = true
  // What was days late arrives at last; then everybody has a good network until nothing moves any more.
  everybody((device) => device.crash())
  await time.pass(6 * DAY_MS)
  for (let i = 0; i < ROUNDS || (i < MOST_ROUNDS && !(await isSettled(server, devices))); i++) {
    everybody((device) => {
      device.revive()
      void device.awake().sendNow()
    })
    await time.pass(20_000)
  }
  const violations = [...new Set(early), ...(await judge(server, devices))]
  const saved = devices.reduce((sum, device) => sum + device.saved.length, 0)
  await server.close()
  return { seed, violations, log, faults, saved, requests }
}
