// `iltod roster list [SITE] | withdraw SITE ROSTER --reason …`: what is stored, and taking one down for good. ROSTER is what
// `list` prints and what stands in the roster's address: programme/year/batch/kind.
import { parseArgs } from 'node:util'
import { FEN_DECIMALS, formatDecimal } from '../base/decimal.ts'
import { createPlaceTree } from '../domain/place/rules.ts'
import { CorrectionReason } from '../domain/roster/schema.ts'
import type { Instance } from '../server/instance.ts'
import { type ListedRoster, listRosters } from '../server/registry/roster-list.ts'
import { withdrawRoster } from '../server/registry/withdraw.ts'
import type { Command, CommandIo } from './command.ts'
import { withInstance } from './open.ts'
import { findPlace, placesWithin } from './place-argument.ts'

const USAGE = `用法：
  roster list [地方]                                                  已导入的名册；苏木乡镇包括其下各村
  roster withdraw 地方 名册 --reason figure|identity|privacy|void     撤下，不能恢复
名册写 list 列出的编号，例如 gengdi-dili/2025/1/result。理由：figure 数字有误，identity 人有误，privacy 不该公开，void 作废。`

export const NEXT_PUBLICATION =
  '服务运行时十秒内自动发布；否则请运行：npm run --silent iltod -- publish'

const idOf = (roster: ListedRoster): string =>
  [roster.programme, roster.year, roster.batch, roster.kind].join('/')

const stateOf = ({ published, withdrawn, withdrawnReason }: ListedRoster): string => {
  if (withdrawn !== null) return `${withdrawn} 已撤下（${withdrawnReason ?? ''}）`
  return published === null ? '未发布' : `${published} 发布`
}

const lineOf = (roster: ListedRoster): string =>
  [
    `  ${idOf(roster)}`,
    `第 ${roster.version} 版`,
    `${roster.persons} 人（户）`,
    `${formatDecimal(roster.amountFen, FEN_DECIMALS)} 元`,
    stateOf(roster),
  ].join('  ')

const list = async (instance: Instance, wanted: string | undefined, io: CommandIo) => {
  const { places } = instance.banner
  const place = wanted === undefined ? null : findPlace(places, wanted, io)
  if (wanted !== undefined && !place) return 66
  const within = place ? placesWithin(places, place.id) : null
  const rosters = (await listRosters(instance.store.db, null)).filter(
    ({ site }) => within?.has(site) ?? true,
  )
  const tree = createPlaceTree(places)
  let site = ''
  for (const roster of rosters) {
    if (roster.site !== site) io.out(`${roster.site} ${tree.fullName(roster.site)}`)
    site = roster.site
    io.out(lineOf(roster))
  }
  if (rosters.length === 0) io.out('没有名册。')
  return 0
}

const withdraw = async (
  instance: Instance,
  [wanted = '', id]: readonly string[],
  reason: CorrectionReason | 'void',
  io: CommandIo,
) => {
  const place = findPlace(instance.banner.places, wanted, io)
  if (!place) return 66
  const rosters = await listRosters(instance.store.db, place.id)
  const roster = rosters.find((one) => idOf(one) === id)
  if (!roster) {
    io.err(`没有这份名册。请用 roster list ${place.id} 查看编号。`)
    return 66
  }
  const { store, clock } = instance
  if (!(await withdrawRoster({ db: store.db, clock }, roster.row, reason, 'cli'))) {
    io.err('这份名册以前已经撤下。')
    return 65
  }
  const name = createPlaceTree(instance.banner.places).fullName(place.id)
  io.out(`已撤下：${name} ${idOf(roster)}，第 ${roster.version} 版，${roster.persons} 人（户）。`)
  io.out(`下次发布后只留编号、日期和理由；同一批次不能再导入。${NEXT_PUBLICATION}`)
  return 0
}

const parse = (args: string[]) => {
  try {
    return parseArgs({ args, allowPositionals: true, options: { reason: { type: 'string' } } })
  } catch {
    return null
  }
}

const readReason = (text: string | undefined): CorrectionReason | 'void' | null => {
  const reason = CorrectionReason.safeParse(text)
  return reason.success ? reason.data : text === 'void' ? 'void' : null
}

export const rosterCommand: Command = (args, io) => {
  const parsed = parse(args)
  const [verb, ...words] = parsed?.positionals ?? []
  const reason = readReason(parsed?.values.reason)
  if (verb === 'list' && words.length <= 1)
    return withInstance(io, (instance) => list(instance, words[0], io))
  if (verb === 'withdraw' && words.length === 2 && reason)
    return withInstance(io, (instance) => withdraw(instance, words, reason, io))
  io.err(USAGE)
  return Promise.resolve(64)
}
