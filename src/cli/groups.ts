// `iltod groups list SITE | confirm SITE NUMBER… [--name 名称]`: a village's groups as intake proposed them, and a person's
// word that they are right.
import { parseArgs } from 'node:util'
import type { Place } from '../domain/place/schema.ts'
import type { Instance } from '../server/instance.ts'
import { confirmGroups, type ConfirmError, loadGroups } from '../server/registry/place-groups.ts'
import type { Command, CommandIo } from './command.ts'
import { withInstance } from './open.ts'
import { findPlace } from './place-argument.ts'
import { NEXT_PUBLICATION } from './roster.ts'

const USAGE = `用法：
  groups list 村                          村内各组：编号、名称、是否确认
  groups confirm 村 编号… [--name 名称]   确认；--name 写明公布时用的名称（只能一个编号）`

const LONGEST_NAME = 40

const list = async ({ store }: Instance, place: Place, io: CommandIo): Promise<number> => {
  const groups = await loadGroups(store.db, place.id)
  for (const { number, name, shown, confirmed } of groups) {
    const id = String(number).padStart(2, '0')
    const printed = shown === null || shown === name ? '' : `（表中写作 ${name}）`
    io.out(`  ${id}  ${shown ?? name}${printed}  ${confirmed ? '已确认' : '待确认'}`)
  }
  if (groups.length === 0) io.out('没有组。')
  return 0
}

const explain = (error: ConfirmError): string =>
  error.kind === 'no-such-group'
    ? `没有第 ${error.number} 号组，没有改动。请用 groups list 查看。`
    : `第 ${error.number} 号组已经用这个名称，没有改动。`

interface Words {
  readonly numbers: readonly number[]
  readonly name: string | null
}

const confirm = async (
  { store, clock }: Instance,
  place: Place,
  words: Words,
  io: CommandIo,
): Promise<number> => {
  const done = await confirmGroups(
    { db: store.db, clock },
    { site: place.id, who: 'cli', ...words },
  )
  if (!done.ok) {
    io.err(explain(done.error))
    return 65
  }
  io.out(`已确认 ${words.numbers.length} 个组。${words.name === null ? '' : NEXT_PUBLICATION}`)
  return 0
}

const parse = (args: string[]) => {
  try {
    return parseArgs({ args, allowPositionals: true, options: { name: { type: 'string' } } })
  } catch {
    return null
  }
}

/** Null when the command was called wrongly. */
const readWords = (texts: readonly string[], name: string | null): Words | null => {
  const isName = name === null || (name.trim() !== '' && name.length <= LONGEST_NAME)
  const isWhole = texts.length > 0 && texts.every((text) => /^\d{1,2}$/.test(text))
  if (!isWhole || !isName || (name !== null && texts.length > 1)) return null
  return { numbers: texts.map(Number), name }
}

export const groupsCommand: Command = (args, io) => {
  const parsed = parse(args)
  const [verb, wanted, ...rest] = parsed?.positionals ?? []
  const words = readWords(rest, parsed?.values.name ?? null)
  const isList = verb === 'list' && rest.length === 0
  if (wanted === undefined || !(isList || (verb === 'confirm' && words))) {
    io.err(USAGE)
    return Promise.resolve(64)
  }
  return withInstance(io, (instance) => {
    const place = findPlace(instance.banner.places, wanted, io)
    if (!place) return Promise.resolve(66)
    return words && !isList ? confirm(instance, place, words, io) : list(instance, place, io)
  })
}
