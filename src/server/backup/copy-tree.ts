// Copies a folder for a backup: files 0600, folders 0700, links as links, everything flushed to disk.
import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readlinkSync,
  symlinkSync,
} from 'node:fs'
import path from 'node:path'

export const syncPath = (target: string): void => {
  const handle = openSync(target, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/** Null when `from` went while we looked: what is taken away beside us is what nobody needs any more. */
const unlessGone = <T>(from: string, work: () => T): T | null => {
  try {
    return work()
  } catch (error) {
    if (existsSync(from)) throw error
    return null
  }
}

const copyFile = (from: string, to: string) => {
  copyFileSync(from, to)
  chmodSync(to, 0o600)
  syncPath(to)
}

const namesIn = (folder: string): string[] =>
  (unlessGone(folder, () => readdirSync(folder)) ?? []).sort()

/** Nothing at `from` is nothing to copy. */
export const copyTree = (from: string, to: string): void => {
  const stat = lstatSync(from, { throwIfNoEntry: false })
  if (!stat) return
  if (stat.isSymbolicLink()) symlinkSync(readlinkSync(from), to)
  else if (stat.isFile())
    unlessGone(from, () => {
      copyFile(from, to)
    })
  else if (stat.isDirectory()) {
    mkdirSync(to, { mode: 0o700 })
    for (const name of namesIn(from)) copyTree(path.join(from, name), path.join(to, name))
    syncPath(to)
  }
}
