// `iltod demo withdraw|correct|tamper`: changes the demo's publication so that one sees what phones do with it.
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { createPlaceTree } from '../domain/place/rules.ts'
import type { Instance } from '../server/instance.ts'
import { publish } from '../server/publish/publisher.ts'
import { createPublishedReader } from '../server/publish/published-reader.ts'
import { importRosters } from '../server/registry/import-rosters.ts'
import { loadStoredRoster } from '../server/registry/stored-roster.ts'
import { withdrawRoster } from '../server/registry/withdraw.ts'
import { decodeSiteFile } from '../pack/site-file.ts'
import { sha256 } from '../server/crypto/node-ports.ts'
import type { Command, CommandIo } from './command.ts'
import { withDemo } from './open.ts'

/** The newest published roster with names: what a visitor of the demo sees first. */
const pickRoster = async ({ store, banner }: Instance) => {
  const named = banner.programmes.filter((p) => p.disclosure.result[0]?.class === 'named')
  return store.db
    .selectFrom('roster')
    .selectAll()
    .where('withdrawn', 'is', null)
    .where('published', 'is not', null)
    .where(
      'programme',
      'in',
      named.map((p) => p.id),
    )
    .orderBy('year', 'desc')
    .orderBy('id')
    .executeTakeFirst()
}

type Picked = NonNullable<Awaited<ReturnType<typeof pickRoster>>>

const describe = ({ banner }: Instance, roster: Picked): string => {
  const programme =
    banner.programmes.find((p) => p.id === roster.programme)?.name ?? roster.programme
  return `${createPlaceTree(banner.places).fullName(roster.site)} ${roster.year}年${programme}`
}

const publishAndSay = async (instance: Instance, io: CommandIo, then: string): Promise<number> => {
  const result = await publish(instance.publisher)
  if (!result.ok) {
    io.err('没有发布：另一个发布正在进行。稍后再试。')
    return 75
  }
  io.out(`已发布第 ${result.value.number} 次。`)
  io.out(then)
  return 0
}

const withdraw = async (instance: Instance, io: CommandIo, roster: Picked): Promise<number> => {
  const { db } = instance.store
  await withdrawRoster({ db, clock: instance.clock }, roster.id, 'void', 'demo')
  io.out(`撤下：${describe(instance, roster)}`)
  return publishAndSay(
    instance,
    io,
    '手机：下次联网核对后，这份名册从本机删除，只留“某日已撤下”；旧数据包的地址回答 410。没有联网的手机到期也会隐藏。',
  )
}

const correct = async (instance: Instance, io: CommandIo, roster: Picked): Promise<number> => {
  const { db } = instance.store
  const { clock, box, dataDir, banner } = instance
  const stored = await loadStoredRoster({ db, clock, box }, roster.id, {
    who: 'demo',
    reason: '演示更正',
  })
  const first = stored?.lines.find((line) => (line.amountFen ?? 0) > 1000)
  if (!stored || !first) return 70
  const changed = { ...first, quantity: null, rate: null, amountFen: (first.amountFen ?? 0) + 1000 }
  const lines = stored.lines.map((line) => (line === first ? changed : line))
  const imported = await importRosters(
    { db, clock, box, dataDir, programmes: banner.programmes },
    {
      fileName: 'demo correct',
      bytes: Buffer.from(`demo correct ${clock.now()}`),
      who: 'demo',
      rosters: [{ ...stored, lines }],
      linkByName: false,
      correction: { reason: 'figure', text: '演示：一行金额增加 10 元' },
    },
  )
  if (!imported.ok) return 70
  io.out(
    `更正：${describe(instance, roster)}，${first.name} 的金额增加 10 元，第 ${imported.value[0]?.version} 版`,
  )
  return publishAndSay(
    instance,
    io,
    '手机：下次联网后显示新数字，旧数字加删除线，并注明更正日期、版本和理由。',
  )
}

/** Flips the lowest bit of one byte in the middle of the pack; doing it twice undoes it. */
const tamper = (instance: Instance, io: CommandIo, roster: Picked): number => {
  const root = instance.publishedRoot
  const head = decodeSiteFile(
    new Uint8Array(readFileSync(path.join(root, 'current/sites', roster.site))),
    sha256,
  )
  if (!head.ok || !createPublishedReader(root).checkpoint()) return 70
  const file = path.join(root, 'packs', head.value.head.ledger.hash)
  const bytes = readFileSync(file)
  const middle = bytes.length >> 1
  bytes[middle] = bytes[middle]! ^ 1
  writeFileSync(file, bytes)
  io.out(
    `已把 ${createPlaceTree(instance.banner.places).fullName(roster.site)} 数据包的第 ${middle} 个字节改动一位。再运行一次 demo tamper 即复原。`,
  )
  io.out(
    '手机：没有这份数据的手机拒收并说明“内容与公布的指纹不符”；已有数据的手机保留原来的，不受影响。',
  )
  io.out('核对：npm run --silent iltod -- verify data/published')
  return 0
}

export const demoCommand: Command = ([action = ''], io) =>
  withDemo(io, async (instance) => {
    const actions = { withdraw, correct, tamper } as const
    if (!Object.hasOwn(actions, action)) {
      io.err('用法：demo withdraw|correct|tamper')
      return 64
    }
    const roster = await pickRoster(instance)
    if (!roster) {
      io.err('还没有公开的名册。先运行：npm start')
      return 66
    }
    return actions[action as keyof typeof actions](instance, io, roster)
  })
