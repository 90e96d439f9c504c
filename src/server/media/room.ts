// Text has the last room on the disk: attachments stop before it is gone (MEDIA-8).
import { statfs } from 'node:fs/promises'
import type { MediaDeps } from './ports.ts'

export const DEFAULT_RESERVE_BYTES = 1024 ** 3

/** What a process that is not root may still write at `folder`. */
export const freeBytesAt = async (folder: string): Promise<number> => {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}

export const hasRoom = async (deps: Pick<MediaDeps, 'freeBytes' | 'reserveBytes'>) =>
  (await deps.freeBytes()) >= deps.reserveBytes
