// `iltod inbox list | show ID | media ID | answer ID "…" | new-epoch`: what villagers asked, and the office's answer to it. ID may be
// its last six characters or more.
import { parseArgs } from 'node:util'
import { shanghaiDay } from '../base/clock.ts'
import type { PlaceTree } from '../domain/place/rules.ts'
import { createPlaceTree } from '../domain/place/rules.ts'
import type { Programme } from '../domain/programme/schema.ts'
import type { DeskError, DeskFilter, DeskItem } from '../server/inbox/desk.ts'
import type { Desk, Inbox, InboxUpkeep } from '../server/inbox/inbox.ts'
import { openInbox } from '../server/inbox/open-inbox.ts'
import type { Media } from '../server/media/media.ts'
import { openMedia } from '../server/media/open-media.ts'
import type { Command, CommandIo } from './command.ts'
import { mediaWords, writeMedia } from './inbox-media.ts'
import { wordLines } from './inbox-word.ts'
import { withInstance } from './open.ts'

const USAGE = `用法：
  inbox list [--all] [--slow | --letters | --odd] [--json]   待答复的提问；--all 包括已答复的
  inbox show ID [--json]                                     看一条的全文和答复
  inbox media ID --to 目录                                   把附件打开存到一个目录里
  inbox answer ID "答复内容" [--from 单位名称]               答复；对方设备联网后收到
  inbox new-epoch                                            把旧备份放回以后运行一次
ID 可以只写最后六位以上。`

const KIND_NAMES: Readonly<Record<string, string>> = {
  question: '提问',
  objection: '异议',
  translation: '改词',
}
const STATE_NAMES: Readonly<Record<DeskItem['state'], string>> = {
  arrived: '待整理',
  open: '',
  letter: '信件（只有纪检监察机关能打开）',
  'unknown-kind': '新版本的内容，升级后可读',
  unreadable: '无法读取',
}

const SENTENCES: Readonly<Record<DeskError['kind'], string>> = {
  'not-found': '没有这一条。请用 inbox list 查看编号。',
  ambiguous: '不止一条以这几位结尾，请多写几位。',
  'not-answerable': '这一条本单位读不到内容，不能答复。',
  'text-empty': '答复内容是空的。',
  'text-too-long': '答复太长，请缩短。',
}

interface Names {
  readonly places: PlaceTree
  readonly programmes: readonly Programme[]
}

const programmeName = (names: Names, id: string | null): string =>
  names.programmes.find((programme) => programme.id === id)?.name ?? id ?? ''

/** Line breaks and control characters of a stranger's text must not steer the clerk's terminal. */
const printable = (text: string): string => text.replace(/[^\P{Cc}\n]/gu, '�')

const headline = (item: DeskItem, names: Names): string =>
  [
    item.id.slice(-8),
    `第${item.number}号`,
    shanghaiDay(item.receivedMs),
    KIND_NAMES[item.kind ?? ''] ?? item.kind ?? '',
    item.site === null ? '' : names.places.fullName(item.site),
    programmeName(names, item.programme),
    item.word === null ? '' : printable(`${item.word.key}（${item.word.language}）`),
    STATE_NAMES[item.state],
    item.erased ? '已到期删除' : '',
    item.answers.length > 0
      ? `已答复${item.answers.length}次`
      : item.state === 'open'
        ? '未答复'
        : '',
    mediaWords(item),
    item.forks.length > 0 ? '同一编号另有不同内容被拒收' : '',
  ]
    .filter((part) => part !== '')
    .join('  ')

const LINE_CHARACTERS = 60

const firstLine = (text: string): string => {
  const characters = [...printable(text).replaceAll('\n', ' ')]
  const cut = characters.slice(0, LINE_CHARACTERS).join('')
  return characters.length > LINE_CHARACTERS ? `${cut}…` : cut
}

const details = (item: DeskItem, names: Names): string =>
  [
    headline(item, names),
    `编号 ${item.id}`,
    '',
    ...(item.word === null ? [] : wordLines(item.word).map(printable)),
    printable(item.text),
    ...item.answers.flatMap((answer) => [
      '',
      `—— 答复 ${shanghaiDay(answer.answeredMs)} ${answer.from ?? ''}`,
      printable(answer.text),
    ]),
  ].join('\n')

interface Options {
  readonly all: boolean
  readonly json: boolean
  readonly tray: DeskFilter['tray']
  readonly from: string | null
  readonly to: string | null
}

const LIST_LIMIT = 200

const list = async (desk: Desk, options: Options, names: Names, io: CommandIo): Promise<number> => {
  const items = await desk.list({
    tray: options.tray,
    unansweredOnly: !options.all,
    limit: LIST_LIMIT,
  })
  if (options.json) {
    io.out(JSON.stringify(items))
    return 0
  }
  if (items.length === 0) io.out(options.all ? '没有内容。' : '没有待答复的。')
  for (const item of items) {
    io.out(headline(item, names))
    if (item.text !== '') io.out(`    ${firstLine(item.text)}`)
  }
  return 0
}

const refuse = (error: DeskError, io: CommandIo): number => {
  io.err(SENTENCES[error.kind])
  return 1
}

const show = async (
  desk: Desk,
  id: string,
  options: Options,
  names: Names,
  io: CommandIo,
): Promise<number> => {
  const item = await desk.show(id)
  if (!item.ok) return refuse(item.error, io)
  io.out(options.json ? JSON.stringify(item.value) : details(item.value, names))
  return 0
}

const answer = async (
  desk: Desk,
  id: string,
  text: string,
  options: Options,
  io: CommandIo,
): Promise<number> => {
  const answered = await desk.answer({ id, text, from: options.from })
  if (!answered.ok) return refuse(answered.error, io)
  io.out('已答复。提问的设备下次联网时收到。')
  return 0
}

const openNewEpoch = async (
  { openNewEpoch: open }: InboxUpkeep,
  io: CommandIo,
): Promise<number> => {
  await open()
  io.out('已记下：收件箱是从备份恢复的。各设备下次联网时会补交这里缺少的内容。')
  return 0
}

const parse = (args: string[]) => {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        all: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        slow: { type: 'boolean', default: false },
        letters: { type: 'boolean', default: false },
        odd: { type: 'boolean', default: false },
        from: { type: 'string' },
        to: { type: 'string' },
      },
    })
  } catch {
    return null
  }
}

const handOut = async (
  inbox: Inbox,
  media: Media,
  id: string,
  folder: string,
  io: CommandIo,
): Promise<number> => {
  const written = await writeMedia({ desk: inbox.desk, media }, id, folder, io)
  return written.ok ? written.value : refuse(written.error, io)
}

const run = (
  inbox: Inbox,
  media: Media,
  words: readonly string[],
  options: Options,
  names: Names,
  io: CommandIo,
) => {
  const { desk, upkeep } = inbox
  const [verb, id, text] = words
  if (verb === 'new-epoch' && id === undefined) return openNewEpoch(upkeep, io)
  if (verb === 'list' && id === undefined) return list(desk, options, names, io)
  if (verb === 'show' && id !== undefined) return show(desk, id, options, names, io)
  if (verb === 'media' && id !== undefined && options.to !== null)
    return handOut(inbox, media, id, options.to, io)
  if (verb === 'answer' && id !== undefined && text !== undefined)
    return answer(desk, id, text, options, io)
  io.err(USAGE)
  return Promise.resolve(64)
}

export const inboxCommand: Command = (args, io) => {
  const parsed = parse(args)
  if (!parsed) {
    io.err(USAGE)
    return Promise.resolve(64)
  }
  const { all, json, slow, letters, odd, from = null, to = null } = parsed.values
  const tray = slow ? 'slow' : letters ? 'letters' : odd ? 'odd' : 'desk'
  return withInstance(io, async (instance) => {
    const report = (error: Error) => {
      io.err(error.message)
    }
    const inbox = await openInbox(instance, report)
    const media = openMedia(instance, inbox, report)
    await media.upkeep.judged()
    const { places, programmes } = instance.banner
    const names = { places: createPlaceTree(places), programmes }
    return run(inbox, media, parsed.positionals, { all, json, tray, from, to }, names, io)
  })
}
