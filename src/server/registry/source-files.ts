// Source files as received, kept encrypted under the hash of their plain bytes.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { IdentityBox } from './identity-box.ts'

const fileOf = (dataDir: string, hash: string) => path.join(dataDir, 'sources', `${hash}.sealed`)

export const hashSource = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex')

/** Written aside, flushed and renamed: the file is whole or absent. */
export const keepSource = (dataDir: string, hash: string, bytes: Uint8Array, box: IdentityBox) => {
  const file = fileOf(dataDir, hash)
  if (existsSync(file)) return
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
  writeFileSync(`${file}.new`, box.seal(bytes), { mode: 0o600, flush: true })
  renameSync(`${file}.new`, file)
}

/** The plain bytes; throws when the file is missing or was changed. */
export const openSource = (dataDir: string, hash: string, box: IdentityBox): Buffer =>
  box.open(readFileSync(fileOf(dataDir, hash)))
