// `iltod backup DIR`: a backup of the data folder, also while the server runs.
import { type BackupError, backUp } from '../server/backup/backup.ts'
import { openInbox } from '../server/inbox/open-inbox.ts'
import { openMedia } from '../server/media/open-media.ts'
import type { Command } from './command.ts'
import { withInstance } from './open.ts'

const WHY: Readonly<Record<BackupError, string>> = {
  'not-sqlite': '数据在 PostgreSQL 中：请用 pg_dump 备份，并另行备份 DATA_DIR。',
  inside: '备份不能放在数据文件夹里面，请换一个地方，最好在另一块磁盘上。',
}

export const backupCommand: Command = ([target], io) => {
  if (target === undefined) {
    io.err('用法：backup 目录')
    return Promise.resolve(64)
  }
  return withInstance(io, async (instance) => {
    const report = (error: Error) => {
      io.err(error.message)
    }
    const inbox = await openInbox(instance, report)
    const media = openMedia(instance, inbox, report)
    const made = await backUp(instance, inbox.upkeep, media.upkeep, target)
    if (!made.ok) {
      io.err(WHY[made.error])
      return 65
    }
    io.out(`已备份到 ${made.value.folder}`)
    io.out(`回执到第 ${made.value.number} 号都在其中，手机可以放手。备份含密钥，请妥善保管。`)
    return 0
  })
}
