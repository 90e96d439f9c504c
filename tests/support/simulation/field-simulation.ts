// Seeded lives of several devices and one server: the real outbox over rows in memory, the real inbox on SQLite in memory, real
// seals and signatures. Only time, wire, disk and power are made up. The oracle is what a screen called saved, kept out here.
import { DAY_MS } from '../../../src/base/clock.ts'
import { createSeededRandom } from '../../../src/base/random.ts'
import type { HttpRequest } from '../../../src/sync/ports.ts'
import { type Device, createDevice } from './device.ts'
import { createDice } from './dice.ts'
import { createSwiftCrypto, realCrypto, type SimulationCrypto } from './crypto.ts'
import { type Server, type Snapshot, createServer } from './server.ts'
import { createTime } from './time.ts'
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

const judge = async (server: Server, devices: readonly Device[]): Promise<string[]> => {
  const violations: string[] = []
  const desk = await server
    .inbox()
    .desk.list({ tray: 'desk', unansweredOnly: false, limit: 10_000 })
  const slow = await server
    .inbox()
    .desk.list({ tray: 'slow', unansweredOnly: false, limit: 10_000 })
  const arrived = new Map<string, number>()
  for (const item of [...desk, ...slow]) arrived.set(item.text, (arrived.get(item.text) ?? 0) + 1)
  const known = new Set<string>()
  for (const [n, device] of devices.entries()) {
    const items = await device.awake().items()
    for (const { text, id } of device.saved) {
      known.add(text)
      const count = arrived.get(text) ?? 0
      if (count === 0) violations.push(`lost: ${text}`)
      if (count > 1) violations.push(`doubled: ${text}`)
      const shown = items.find((item) => item.id === id)
      if (!shown) violations.push(`not on its screen any more: ${text}`)
      else if (shown.state !== 'received' && shown.state !== 'answered') {
        violations.push(`${shown.state} in the end (${JSON.stringify(shown.next)}): ${text}`)
      }
    }
    for (const text of device.unsure) {
      known.add(text)
      if ((arrived.get(text) ?? 0) > 1) violations.push(`doubled: ${text}`)
    }
    const own = new Set(device.disk.current.items.map((item) => item.id))
    for (const entry of Object.values(device.disk.current.entries)) {
      if (!own.has(String(entry['event']))) violations.push(`device ${n} was given another’s entry`)
    }
    for (const item of items) {
      for (const answer of item.answers) {
        if (answer.text !== `答：${item.copy?.text ?? ''}`)
          violations.push(`device ${n} shows an answer to another: ${answer.text}`)
      }
      const given = [...desk, ...slow].find((each) => each.id === item.id)?.answers.length ?? 0
      if (item.answers.length < given)
        violations.push(`an answer did not come: ${item.copy?.text ?? item.id}`)
    }
  }
  for (const text of arrived.keys())
    if (!known.has(text)) violations.push(`never said to be saved: ${text}`)
  for (const error of server.faults) violations.push(`fault of the server: ${error.message}`)
  return violations
}

/** What a screen calls received must have lain in the server's database, at whatever moment one looks. */
const findFalseReceipts = async (server: Server, devices: readonly Device[]): Promise<string[]> => {
  const lists = await Promise.all(devices.map((device) => device.awake().items()))
  return lists
    .flat()
    .filter((item) => item.receipt !== null && !server.everStored.has(item.id))
    .map((item) => `shown as received, never stored: ${item.copy?.text ?? item.id}`)
}

const REAL_EVERY = 20

/** Most lives are short and swift; every twentieth is long, with real cryptography. */
export const planOf = (seed: number): LifePlan =>
  seed % REAL_EVERY === 0 ? { actions: 40, real: true } : { actions: 12, real: false }

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
      log.push(`${text}: ${(await device.write(text)) ? 'saved' : 'not saved'}`)
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
  for (let i = 0; i < 8; i++) {
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
