// `iltod boards [PLACE] [--json]`: what hangs on the boards, as cadres told it, against what is published now (BOARD-3).
import { parseArgs } from 'node:util'
import { shanghaiDay } from '../base/clock.ts'
import { createPlaceTree, type PlaceTree } from '../domain/place/rules.ts'
import type { LedgerRoster } from '../pack/model.ts'
import { judgeOnBoard, type OnBoard } from '../pack/on-board.ts'
import { openSealed } from '../pack/sealed.ts'
import { decryptAesGcm } from '../server/crypto/node-ports.ts'
import type { PostedBoard } from '../server/inbox/boards.ts'
import { openInbox } from '../server/inbox/open-inbox.ts'
import type { Instance } from '../server/instance.ts'
import { createPublishedReader, type PublishedReader } from '../server/publish/published-reader.ts'
import type { Command, CommandIo } from './command.ts'
import { withInstance } from './open.ts'
import { findPlace, placesWithin } from './place-argument.ts'

const USAGE = '用法：boards [地方] [--json]'

const WORDS: Readonly<Record<OnBoard, string>> = {
  current: '最新',
  newer: '有新版，请换下',
  'take-down': '请取下',
}

interface Judged {
  readonly board: PostedBoard
  readonly rosters: readonly {
    readonly id: string
    readonly version: number
    readonly state: OnBoard
  }[]
}

/** A village's board shows what only the village may read, too. */
const rostersOf = async (
  { publisher }: Instance,
  reader: PublishedReader,
  site: string,
): Promise<readonly LedgerRoster[]> => {
  const ledger = reader.ledger(site)
  if (!ledger) return []
  if (!ledger.sealed) return ledger.rosters
  const key = await publisher.villageKey(site)
  const sealed = await openSealed(ledger.sealed, site, key, decryptAesGcm)
  return sealed.ok ? [...ledger.rosters, ...sealed.value.rosters] : ledger.rosters
}

const judge = async (
  instance: Instance,
  boards: readonly PostedBoard[],
): Promise<readonly Judged[]> => {
  const reader = createPublishedReader(instance.publishedRoot)
  const today = shanghaiDay(instance.clock.now())
  const judged: Judged[] = []
  for (const board of boards) {
    const published = await rostersOf(instance, reader, board.body.site)
    const rosters = board.body.rosters.map(({ id, version }) => ({
      id,
      version,
      state: judgeOnBoard({ id, version }, published, today),
    }))
    judged.push({ board, rosters })
  }
  return judged
}

const print = (judged: readonly Judged[], places: PlaceTree, io: CommandIo): void => {
  if (judged.length === 0) io.out('还没有公开栏的张贴记录。')
  for (const { board, rosters } of judged) {
    const { id, body, photos } = board
    const group = body.group === null ? '' : ` 第${body.group}组`
    const photo = photos === 0 ? '' : `  照片${photos}张`
    io.out(
      `${body.site} ${places.fullName(body.site)}${group}  ${body.day} 张贴  ${id.slice(-8)}${photo}`,
    )
    if (rosters.length === 0) io.out('  （已全部取下）')
    for (const roster of rosters)
      io.out(`  ${roster.id}  第 ${roster.version} 版  ${WORDS[roster.state]}`)
  }
}

const parse = (args: string[]) => {
  try {
    const options = { json: { type: 'boolean', default: false } } as const
    return parseArgs({ args, allowPositionals: true, options })
  } catch {
    return null
  }
}

export const boardsCommand: Command = (args, io) => {
  const parsed = parse(args)
  if (!parsed || parsed.positionals.length > 1) {
    io.err(USAGE)
    return Promise.resolve(64)
  }
  return withInstance(io, async (instance) => {
    const [wanted] = parsed.positionals
    const { places } = instance.banner
    const place = wanted === undefined ? null : findPlace(places, wanted, io)
    if (wanted !== undefined && place === null) return 66
    const within = place && placesWithin(places, place.id)
    const inbox = await openInbox(instance, (error) => {
      io.err(error.message)
    })
    const all = await inbox.desk.boards()
    const boards = all.filter(({ body }) => within?.has(body.site) ?? true)
    const judged = await judge(instance, boards)
    if (parsed.values.json) io.out(JSON.stringify(judged))
    else print(judged, createPlaceTree(places), io)
    return 0
  })
}
