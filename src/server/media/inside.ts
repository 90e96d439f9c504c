// Opens sealed attachments: to tell once what they are, and to hand them out to the office (MEDIA-7).
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream as NodeStream } from 'node:stream/web'
import { isMediaType } from '../../protocol/media.ts'
import type { OpenedStream } from '../inbox/ports.ts'
import { ENDING_OF, FIRST_BYTES, isOfType } from './first-bytes.ts'
import type { MediaDeps } from './ports.ts'
import { type MediumRow, changeMedium, nameOf } from './rows.ts'

type InsideDeps = Pick<MediaDeps, 'db' | 'clock' | 'files' | 'openStream'>

const openMedium = async (
  deps: InsideDeps,
  sha256: string,
): Promise<{ readonly opened: OpenedStream; readonly close: () => void }> => {
  const { sealed, close } = deps.files.openPlaced(sha256)
  return { opened: await deps.openStream(sealed), close }
}

/** Fewer bytes when there are no more. Throws where the seal is broken. */
const readFirst = async (content: ReadableStream<Uint8Array>): Promise<Uint8Array> => {
  const reader = content.getReader()
  const first = new Uint8Array(FIRST_BYTES)
  let length = 0
  while (length < FIRST_BYTES) {
    const { done, value } = await reader.read()
    if (done) break
    first.set(value.subarray(0, FIRST_BYTES - length), length)
    length = Math.min(FIRST_BYTES, length + value.length)
  }
  await reader.cancel().catch(() => undefined)
  return first.subarray(0, length)
}

const isWhatItSays = async (deps: InsideDeps, row: MediumRow): Promise<boolean> => {
  if (row.type === null || !isMediaType(row.type)) return false
  const { opened, close } = await openMedium(deps, row.sha256)
  try {
    return opened.kind === 'opened' && isOfType(await readFirst(opened.content), row.type)
  } catch {
    return false
  } finally {
    close()
  }
}

/** Looks at what arrived and is named; returns how many. Safe to repeat. */
export const judgeArrived = async (deps: InsideDeps): Promise<number> => {
  const rows = await deps.db
    .selectFrom('inbox_medium')
    .selectAll()
    .where('state', '=', 'arrived')
    .where('type', 'is not', null)
    .where('judged_ms', 'is', null)
    .execute()
  for (const row of rows) {
    // A file that is away is no word on what was in it: it will be offered again.
    if ((await deps.files.placedSize(row.sha256)) !== row.bytes) continue
    const state = (await isWhatItSays(deps, row)) ? 'arrived' : 'refused'
    await changeMedium(deps.db, nameOf(row))
      .set({ state, judged_ms: deps.clock.now() })
      .where('number', '=', row.number)
      .where('state', '=', 'arrived')
      .execute()
  }
  return rows.length
}

export interface HandedOut {
  /** Files written, in the order of arrival. */
  readonly files: readonly string[]
  /** Judged good, but could not be opened to the end. */
  readonly broken: number
}

const writeOpen = async (deps: InsideDeps, row: MediumRow, file: string): Promise<boolean> => {
  const aside = `${file}.part`
  const { opened, close } = await openMedium(deps, row.sha256)
  if (opened.kind !== 'opened') {
    close()
    return false
  }
  const target = createWriteStream(aside, { mode: 0o600, flush: true })
  try {
    await pipeline(Readable.fromWeb(opened.content as NodeStream<Uint8Array>), target)
  } catch (error) {
    await rm(aside, { force: true })
    // A full disk or a folder that nobody may write to is the caller's; a broken seal is the medium's.
    if ((error as NodeJS.ErrnoException).syscall !== undefined) throw error
    return false
  }
  await rename(aside, file)
  return true
}

/** Opens what is here of one event into a folder: `<last 8 of its id>-<n>.<ending>`, for the owner alone. */
export const handOut = async (
  deps: InsideDeps,
  event: string,
  folder: string,
): Promise<HandedOut> => {
  const rows = await deps.db
    .selectFrom('inbox_medium')
    .selectAll()
    .where('event_id', '=', event)
    .where('state', '=', 'arrived')
    .where('judged_ms', 'is not', null)
    .orderBy('number')
    .execute()
  const files: string[] = []
  let broken = 0
  for (const [i, row] of rows.entries()) {
    if (row.type === null || !isMediaType(row.type)) continue
    const file = path.join(folder, `${event.slice(-8)}-${i + 1}.${ENDING_OF[row.type]}`)
    if (await writeOpen(deps, row, file)) files.push(file)
    else broken++
  }
  return { files, broken }
}
