// A frozen release as its tests read it.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { ReceiptKey } from '../../src/protocol/receipts.ts'
import type { SecondPhone } from './second-phone.ts'
import type { StoredDatabase } from './stored-rows.ts'

/** One request as that release's phone sent it, one answer as that release's server gave it. */
export interface Exchange {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  /** base64 */
  readonly body: string
  readonly status: number
  readonly reply: string
}

/** Names and base64 of files. */
export type Folder = Readonly<Record<string, string>>

interface Said {
  readonly id: string
  readonly claimCode: string
}

export interface Release {
  readonly name: string
  /** By address below /published/. */
  readonly published: ReadonlyMap<string, Uint8Array<ArrayBuffer>>
  readonly endedMs: number
  readonly receiptKeys: readonly ReceiptKey[]
  readonly said: {
    readonly answered: Said
    readonly received: Said
    readonly waiting: Said
    readonly answer: { readonly text: string; readonly from: string }
  }
  readonly exchanges: readonly Exchange[]
  readonly outbox: StoredDatabase
  /** What its phone kept of what was published. */
  readonly vault: StoredDatabase
  /** Null in the release that had no attachments yet. */
  readonly second: SecondPhone | null
}

type Messages = Pick<Release, 'endedMs' | 'receiptKeys' | 'said' | 'exchanges'>

/** A published folder as its addresses. */
export const publishedFiles = (folder: string): Map<string, Uint8Array<ArrayBuffer>> =>
  new Map(
    ['current', 'packs'].flatMap((part) =>
      readdirSync(path.join(folder, part, ''), { recursive: true, encoding: 'utf8' })
        .filter((name) => statSync(path.join(folder, part, name)).isFile())
        .map((name) => {
          const address = part === 'current' ? name : `packs/${name}`
          const bytes = new Uint8Array(readFileSync(path.join(folder, part, name)))
          return [address.split(path.sep).join('/'), bytes] as const
        }),
    ),
  )

const here = import.meta.dirname
const parse = (...names: string[]): unknown =>
  JSON.parse(readFileSync(path.join(here, ...names), 'utf8'))

const unzip = (...names: string[]): unknown =>
  JSON.parse(gunzipSync(readFileSync(path.join(here, ...names))).toString())

const SECOND = 'second-phone.json.gz'

const readRelease = (name: string): Release => ({
  name,
  published: publishedFiles(path.join(here, name, 'published')),
  ...(parse(name, 'messages.json') as Messages),
  outbox: parse(name, 'outbox.json') as StoredDatabase,
  vault: unzip(name, 'vault.json.gz') as StoredDatabase,
  second: existsSync(path.join(here, name, SECOND)) ? (unzip(name, SECOND) as SecondPhone) : null,
})

export const releases = (): readonly Release[] =>
  readdirSync(here)
    .filter((name) => /^release-\d+$/.test(name))
    .sort()
    .map(readRelease)

/** The server's data folder as that release left it, in a new place. */
export const unpackData = ({ name }: Release): string => {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'iltod-compat-'))
  for (const [file, bytes] of Object.entries(unzip(name, 'data.json.gz') as Folder)) {
    mkdirSync(path.dirname(path.join(dir, file)), { recursive: true, mode: 0o700 })
    writeFileSync(path.join(dir, file), Buffer.from(bytes, 'base64'), { mode: 0o600 })
  }
  return dir
}
