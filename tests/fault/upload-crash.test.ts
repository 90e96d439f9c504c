// The real server killed with SIGKILL at random instants while a real client of tus brings attachments of three chunks. The oracle
// is what the client was told and the process's own trace. ILTOD_SEED=n repeats the choice of instants.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { bytesToHex } from '../../src/base/bytes.ts'
import { createSeededRandom } from '../../src/base/random.ts'
import { MEDIA_CHUNK_BYTES } from '../../src/protocol/limits.ts'
import { judgeMediaReceipt, type MediaReceipt } from '../../src/protocol/media.ts'
import { sha256, verifyP256 } from '../../src/server/crypto/node-ports.ts'
import { systemClock } from '../../src/server/instance.ts'
import { loadKeys } from '../../src/server/keys/key-files.ts'
import { createCrashServer, createDistantPen, putItem } from '../support/crash-server.ts'
import type { Pen } from '../support/field-pen.ts'
import {
  type SealedMedium,
  addressOf,
  askReceipt,
  makeContent,
  sealMedium,
  uploadByTus,
  writeWithMedia,
} from '../support/media-pen.ts'
import { isLong } from '../support/runs.ts'

const KILLS = isLong ? 50 : 8
const EACH_WAY = isLong ? 10 : 2
const MEDIUM_BYTES = 2.6 * MEDIA_CHUNK_BYTES

let dataDir: string
let server: ReturnType<typeof createCrashServer>
beforeEach(() => {
  dataDir = mkdtempSync(path.join(os.tmpdir(), 'iltod-crash-'))
  server = createCrashServer(dataDir)
})
afterEach(async () => {
  await server.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

interface Told {
  readonly event: string
  readonly medium: SealedMedium
  /** Bytes that an answer said are there, and bytes that left the client. */
  acknowledged: number
  sent: number
  /** Where the upload went on, each time. */
  readonly resumedAt: number[]
  receipt: MediaReceipt | null
}

const placedFile = (hash: string) => path.join(dataDir, 'media', hash.slice(0, 2), hash)

/** Aims at the upload's middle, and the further behind its end the rarer that was met. */
const chooseDelay = (unit: number, typicalMs: number, absent: number, present: number): number => {
  if (absent > present + 1) return typicalMs * (0.6 + 0.1 * (absent - present) + 0.6 * unit)
  if (present > absent + 1) return typicalMs * (0.2 + 0.6 * unit)
  return typicalMs * (0.2 + 1.1 * unit)
}

test(`[MEDIA-2] [MEDIA-4] ${KILLS} kills in mid upload: no receipt without row and file, at most one chunk is sent again, every medium arrives whole`, async () => {
  const seed = Number(process.env['ILTOD_SEED'] ?? Date.now() % 1_000_000)
  const random = createSeededRandom(seed)
  console.log(`upload kills: seed ${seed} (ILTOD_SEED=${seed} chooses the same instants)`)
  await server.start()
  await server.stop()
  await server.start()
  const pen: Pen = await createDistantPen(dataDir, server.address)
  const keys = loadKeys(dataDir)
  const counts = { 'not begun': 0, 'in commit': 0, committed: 0 }
  const traces: string[] = []
  const told: Told[] = []

  const prepare = async (): Promise<Told> => {
    const content = makeContent('video/mp4', MEDIUM_BYTES, random)
    const medium = await sealMedium(keys.seal[0]!.recipient, 'video/mp4', content)
    const delivery = await writeWithMedia(pen, { clock: systemClock, random }, [medium])
    const parcel = { id: delivery.id, parcel: delivery.bytes }
    expect(await putItem(server.address(), parcel)).not.toBe(null)
    return { event: delivery.id, medium, acknowledged: 0, sent: 0, resumedAt: [], receipt: null }
  }
  const hear = (one: Told, receipt: MediaReceipt | null) => {
    if (receipt && one.receipt) expect(receipt).toEqual(one.receipt)
    one.receipt = receipt ?? one.receipt
  }
  /** As a phone goes on: asks where the server stands, sends the rest, asks for the receipt. */
  const bring = async (one: Told): Promise<void> => {
    await uploadByTus(server.address(), pen.key, one.event, one.medium, {
      progress: (sent) => (one.sent = Math.max(one.sent, sent)),
      request: (method, status, offset) => {
        if (status >= 400 || offset === null) return
        if (method === 'HEAD') one.resumedAt.push(Number(offset))
        one.acknowledged = Number(offset)
      },
    })
    hear(one, await askReceipt(server.address(), one.event, one.medium.sha256))
  }
  /** What holds at every moment: a number has its file, whole; whoever was told has both. */
  const check = () => {
    const rows = new Map(server.media().map((row) => [row.sha256, row]))
    for (const { medium, receipt } of told.slice(-2)) {
      const row = rows.get(medium.sha256)
      if (row) expect(bytesToHex(sha256(readFileSync(placedFile(medium.sha256))))).toBe(row.sha256)
      if (receipt)
        expect(row).toMatchObject({
          number: receipt.number,
          receipt_signature: receipt.signature,
        })
    }
    for (const sha of rows.keys()) expect(existsSync(placedFile(sha))).toBe(true)
    return rows
  }

  /** So many may all have fallen on one side: then some more, within reason. */
  const areEnough = (kills: number): boolean =>
    kills >= 2 * KILLS ||
    (kills >= KILLS && Math.min(counts['not begun'], counts.committed) >= EACH_WAY)

  let typicalMs = 0
  for (let kill = -1; !areEnough(kill); kill++) {
    const one = await prepare()
    const startMs = performance.now()
    if (kill < 0) {
      await bring(one)
      typicalMs = performance.now() - startMs
      continue
    }
    told.push(one)
    const { 'not begun': absent, committed: present } = counts
    const delayMs = chooseDelay(random.unit(), typicalMs, absent, present)
    const bringing = bring(one).then(
      () => (typicalMs = (2 * typicalMs + performance.now() - startMs) / 3),
      () => undefined,
    )
    await wait(delayMs)
    await server.kill()
    await bringing
    const says = server.traced(one.medium.sha256)
    counts[says]++
    const { sent, acknowledged } = one
    if (says === 'not begun') expect(one.receipt).toBe(null)
    if (one.receipt) expect(says).toBe('committed')
    await server.start()
    const isThere = check().has(one.medium.sha256)
    if (says === 'committed') expect(isThere).toBe(true)
    one.resumedAt.length = 0
    await bring(one)
    // What was acknowledged is there; of what was sent, less than a chunk was lost.
    const from = one.resumedAt[0] ?? 0
    expect(from).toBeGreaterThanOrEqual(acknowledged)
    expect(sent - from).toBeLessThanOrEqual(MEDIA_CHUNK_BYTES)
    traces.push(`${says}: sent ${sent}, acknowledged ${acknowledged}, went on at ${from}`)
    expect(check().has(one.medium.sha256)).toBe(true)
    const name = { event: one.event, sha256: one.medium.sha256 }
    expect(await judgeMediaReceipt(one.receipt!, name, keys.receipt, verifyP256)).toBe('ours')
  }

  console.log(traces.join('\n'))
  console.log(
    `${told.length} kills: ${counts['not begun']} before completion, ${counts.committed} after, ` +
      `${counts['in commit']} in commit; all ${told.length} media arrived whole`,
  )
  for (const { event, medium, receipt } of told) {
    const url = addressOf(server.address(), event, medium.sha256)
    const head = await fetch(url, { method: 'HEAD', headers: { 'tus-resumable': '1.0.0' } })
    expect(head.headers.get('upload-offset')).toBe(String(medium.bytes))
    expect(await askReceipt(server.address(), event, medium.sha256)).toEqual(receipt)
  }
  expect((await pen.ask()).media).toEqual([])
  const numbers = [...server.rows().values(), ...server.media()].map(({ number }) => number)
  expect(numbers.sort((a, b) => a - b)).toEqual(numbers.map((_, i) => i + 1))
  expect(counts['not begun']).toBeGreaterThanOrEqual(EACH_WAY)
  expect(counts.committed).toBeGreaterThanOrEqual(EACH_WAY)
}, 900_000)
