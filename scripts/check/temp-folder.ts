// Where a run keeps what it will throw away: databases, profiles, published folders. The short run keeps it in memory where there is
// plenty, for half of what those tests wait for is a disk that makes sure. The long run keeps it on the disk, as people do.
import { mkdtempSync, rmSync, statfsSync } from 'node:fs'
import path from 'node:path'

const MEMORY = '/dev/shm'
const GIB = 2 ** 30
/** A run holds a few hundred MB at a time, and browsers need memory beside it. */
export const NEEDS = { free: 2 * GIB, available: 6 * GIB }

export interface Room {
  /** Bytes that files in memory may still take. */
  readonly free: number
  /** Bytes of memory that this process may still take, its container's limit included. */
  readonly available: number
}

export const isEnough = ({ free, available }: Room): boolean =>
  free >= NEEDS.free && available >= NEEDS.available

const roomInMemory = (): Room => {
  try {
    const { bavail, bsize } = statfsSync(MEMORY)
    return { free: bavail * bsize, available: process.availableMemory() }
  } catch {
    return { free: 0, available: 0 } // a system without such a folder
  }
}

export interface TempFolder {
  readonly path: string
  readonly remove: () => void
}

/** In memory; null where there is too little of it. */
export const openTempFolder = (): TempFolder | null => {
  if (!isEnough(roomInMemory())) return null
  const folder = mkdtempSync(path.join(MEMORY, 'iltod-test-'))
  return {
    path: folder,
    remove: () => {
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
