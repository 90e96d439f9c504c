// One backup: everything of a data folder that can't be made again, in a folder of its own that is there whole or not at
// all. Only when it is durable does the inbox learn what phones may let go (RCPT-7).
import { mkdirSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { err, ok, type Result } from '../../base/result.ts'
import type { InboxUpkeep } from '../inbox/inbox.ts'
import type { Instance } from '../instance.ts'
import type { MediaUpkeep } from '../media/media.ts'
import { copySqlite } from '../store/copy-sqlite.ts'
import { DATABASE_FILE } from '../store/database.ts'
import { copyTree, syncPath } from './copy-tree.ts'
import { copyMedia, lackingMedia } from './copy-media.ts'

export type BackupError =
  | 'not-sqlite' // PostgreSQL has tools of its own
  | 'inside' // the backup would lie in what it saves

export interface Backup {
  readonly folder: string
  /** Last receipt that it certainly holds. */
  readonly number: number
}

/** Copied after the database, so that the sources that its rows name are there; more does no harm. */
const PARTS = ['sources', 'keys', 'banner', 'published']

const isInside = (folder: string, target: string): boolean => {
  const way = path.relative(path.resolve(folder), path.resolve(target))
  return !way.startsWith('..') && !path.isAbsolute(way)
}

const nameOf = (nowMs: number): string =>
  `iltod-${new Date(nowMs).toISOString().replaceAll(/[-:]/g, '').replace('.', '-')}`

const fill = async ({ store, dataDir }: Instance, folder: string): Promise<void> => {
  const database = path.join(folder, DATABASE_FILE)
  await copySqlite(store.db, database)
  syncPath(database)
  for (const part of PARTS) copyTree(path.join(dataDir, part), path.join(folder, part))
  copyMedia(dataDir, folder)
  syncPath(folder)
}

/** Throws when the disk can't take it; nothing half done is left then, and nothing is recorded. */
export const backUp = async (
  instance: Instance,
  upkeep: Pick<InboxUpkeep, 'latestNumber' | 'recordBackup'>,
  media: Pick<MediaUpkeep, 'forgetLost'>,
  target: string,
): Promise<Result<Backup, BackupError>> => {
  if (instance.store.kind !== 'sqlite') return err('not-sqlite')
  if (isInside(instance.dataDir, target)) return err('inside')
  const name = nameOf(instance.clock.now())
  const aside = path.join(target, `.${name}.part`)
  const folder = path.join(target, name)
  mkdirSync(target, { recursive: true, mode: 0o700 })
  // What lost its file is asked for again, and has no number that a backup could promise.
  await media.forgetLost()
  const number = await upkeep.latestNumber()
  try {
    mkdirSync(aside, { mode: 0o700 })
    await fill(instance, aside)
    if ((await lackingMedia(instance.store.db, aside, number)).length > 0)
      throw new Error('an attachment with a receipt is not in the backup')
    renameSync(aside, folder)
  } catch (error) {
    rmSync(aside, { recursive: true, force: true })
    throw error
  }
  syncPath(target)
  await upkeep.recordBackup(number)
  return ok({ folder, number })
}
