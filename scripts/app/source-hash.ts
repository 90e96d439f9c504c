// One hash over everything the app is built from: says whether dist/ is current, and names the build.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'

/** The server and the commands are run from their sources; only what ends in dist/ counts. */
const SOURCES = [
  'src',
  'service-worker',
  'locales',
  'public',
  'vite.config.ts',
  'scripts/app',
  'package-lock.json',
]
const APART = ['src/server', 'src/cli']

const filesBelow = (root: string, name: string): string[] => {
  if (APART.includes(name)) return []
  const full = path.join(root, name)
  if (!existsSync(full)) return []
  if (!statSync(full).isDirectory()) return [name]
  return readdirSync(full)
    .sort()
    .flatMap((entry) => filesBelow(root, `${name}/${entry}`))
}

/** 64 hex digits; the same sources give the same hash on every machine. */
export const sourceHash = (root: string): string => {
  const hash = createHash('sha256')
  for (const name of SOURCES.flatMap((source) => filesBelow(root, source))) {
    const bytes = readFileSync(path.join(root, name))
    hash.update(`${name}\n${bytes.length}\n`).update(bytes)
  }
  return hash.digest('hex')
}
