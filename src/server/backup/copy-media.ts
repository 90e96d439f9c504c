// Attachments in a backup: those that have arrived, sealed as they lie. What is still coming is sent again by its phone.
import { lstatSync, mkdirSync, readdirSync } from 'node:fs'
import path from 'node:path'
import type { Kysely } from 'kysely'
import { BEGUN, mediaRootOf } from '../media/media-files.ts'
import type { Database } from '../store/database.ts'
import { copyTree, syncPath } from './copy-tree.ts'

export const copyMedia = (dataDir: string, folder: string): void => {
  const from = mediaRootOf(dataDir)
  if (!lstatSync(from, { throwIfNoEntry: false })) return
  const to = mediaRootOf(folder)
  mkdirSync(to, { mode: 0o700 })
  for (const name of readdirSync(from).sort())
    if (name !== BEGUN) copyTree(path.join(from, name), path.join(to, name))
  syncPath(to)
}

const sizeIn = (folder: string, sha256: string): number | undefined =>
  lstatSync(path.join(mediaRootOf(folder), sha256.slice(0, 2), sha256), { throwIfNoEntry: false })
    ?.size

/** Hashes of what has a receipt up to `number` and is not whole in a backup; what was erased meanwhile is not missed. */
export const lackingMedia = async (
  db: Kysely<Database>,
  folder: string,
  number: number,
): Promise<string[]> => {
  const rows = await db
    .selectFrom('inbox_medium')
    .select(['sha256', 'bytes'])
    .where('state', 'in', ['arrived', 'refused'])
    .where('number', '<=', number)
    .execute()
  return rows
    .filter(({ sha256, bytes }) => sizeIn(folder, sha256) !== bytes)
    .map(({ sha256 }) => sha256)
}
