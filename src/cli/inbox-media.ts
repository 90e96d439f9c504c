// Attachments on the clerk's command line: how many there are, and `iltod inbox media ID --to DIR`, which writes them opened.
import { mkdirSync } from 'node:fs'
import type { DeskError, DeskItem } from '../server/inbox/desk.ts'
import type { Desk } from '../server/inbox/inbox.ts'
import type { Media } from '../server/media/media.ts'
import type { Result } from '../base/result.ts'
import type { CommandIo } from './command.ts'

const countOf = (item: Pick<DeskItem, 'media'>, state: DeskItem['media'][number]['state']) =>
  item.media.filter((medium) => medium.state === state).length

/** '' when the event names none. */
export const mediaWords = (item: Pick<DeskItem, 'media'>): string => {
  if (item.media.length === 0) return ''
  const missing = countOf(item, 'missing')
  const refused = countOf(item, 'refused')
  return [
    `附件${item.media.length}个`,
    missing > 0 ? `未到${missing}个` : '',
    refused > 0 ? `类型不符不打开${refused}个` : '',
  ]
    .filter((part) => part !== '')
    .join('，')
}

const write = async (media: Media, item: DeskItem, folder: string, io: CommandIo) => {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const { files, broken } = await media.desk.handOut(item.id, folder)
  for (const file of files) io.out(file)
  if (broken > 0) io.err(`${broken}个附件已损坏，打不开。`)
  const missing = countOf(item, 'missing')
  if (missing > 0) io.out(`还有${missing}个没有传到，对方设备联网后会接着传。`)
  const refused = countOf(item, 'refused')
  if (refused > 0) io.out(`有${refused}个内容与所说的类型不符，不打开。`)
  io.out('这些文件含个人信息，用完请删除。')
  return broken > 0 ? 1 : 0
}

export const writeMedia = async (
  { desk, media }: { readonly desk: Desk; readonly media: Media },
  id: string,
  folder: string,
  io: CommandIo,
): Promise<Result<number, DeskError>> => {
  const item = await desk.show(id)
  if (!item.ok) return item
  if (item.value.media.length > 0) {
    return { ok: true, value: await write(media, item.value, folder, io) }
  }
  io.out(item.value.erased ? '已到期删除。' : '这一条没有附件。')
  return { ok: true, value: 0 }
}
