// `iltod board SITE [--url https://…] [--svg FILE]`: what stands on a village's board: the address with the village's key,
// and its code as a picture.
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { bytesToBase64Url } from '../base/bytes.ts'
import { createPlaceTree, isVillageLevel } from '../domain/place/rules.ts'
import type { Place } from '../domain/place/schema.ts'
import { boardAddress } from '../pack/paper-address.ts'
import { codeSvg } from '../server/board-sheet.ts'
import type { Instance } from '../server/instance.ts'
import { rootHashOf } from '../server/keys/trust-file.ts'
import type { Command, CommandIo } from './command.ts'
import { withInstance } from './open.ts'
import { findPlace } from './place-argument.ts'

const USAGE = '用法：board 村 --url https://网址 [--svg 文件]'

const WARNING =
  '注意：# 后面是本村的钥匙。谁拿到这个链接或二维码，谁就能看只对本村公开的部分。只贴在本村公开栏，不要发到网上或群里。'

/** Null when it is no address of a site. */
const originOf = (url: string): string | null => {
  try {
    const { origin, protocol } = new URL(url)
    return /^https?:$/.test(protocol) ? origin : null
  } catch {
    return null
  }
}

const make = async (
  { demo, banner, keys, publisher }: Instance,
  place: Place,
  { origin, svg }: { readonly origin: string; readonly svg: string | undefined },
  io: CommandIo,
): Promise<number> => {
  const villageKey = bytesToBase64Url(await publisher.villageKey(place.id))
  const rootHash = rootHashOf(keys)
  const address = boardAddress({ origin, site: place.id, roster: null, rootHash, villageKey })
  const name = createPlaceTree(banner.places).fullName(place.id)
  if (svg !== undefined) {
    const lines = [name, `根指纹 ${rootHash.slice(0, 8)}`, ...(demo ? ['演示数据'] : [])]
    writeFileSync(svg, codeSvg(address, lines), { mode: 0o600, flag: 'wx' })
  }
  io.out(`${name}${demo ? '（演示数据）' : ''}`)
  io.out(address)
  if (svg !== undefined) io.out(`二维码：${svg}`)
  io.err(WARNING)
  return 0
}

const parse = (args: string[]) => {
  try {
    const options = { url: { type: 'string' }, svg: { type: 'string' } } as const
    return parseArgs({ args, allowPositionals: true, options })
  } catch {
    return null
  }
}

export const boardCommand: Command = (args, io) => {
  const parsed = parse(args)
  const [wanted] = parsed?.positionals ?? []
  const origin = originOf(parsed?.values.url ?? '')
  if (!parsed || wanted === undefined || origin === null) {
    io.err(USAGE)
    return Promise.resolve(64)
  }
  return withInstance(io, (instance) => {
    const place = findPlace(instance.banner.places, wanted, io)
    if (!place) return Promise.resolve(66)
    if (isVillageLevel(place)) return make(instance, place, { origin, svg: parsed.values.svg }, io)
    io.err('只有嘎查、村、社区的公开栏有钥匙。')
    return Promise.resolve(65)
  })
}
