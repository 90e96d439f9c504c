// A running server under the load of phones while something else goes on: reads the shell, the head of what is published and
// a plain page, and hands in questions that were sealed before. Answers how long each took.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { bytesToBase64Url, type Bytes } from '../../src/base/bytes.ts'
import { ageSeal } from '../../src/platform/age-seal.ts'
import { sha256 } from '../../src/server/crypto/node-ports.ts'
import { systemClock, systemRandom } from '../../src/server/instance.ts'
import { loadKeys } from '../../src/server/keys/key-files.ts'
import { composeQuestion } from '../../src/sync/outbox/compose.ts'
import { digestOf, makeKey } from '../support/field-pen.ts'

const SITE = '152223105201'
const READ = ['/', '/published/sites.json', '/s/']
const PAUSE_MS = 10

export interface RunningServer {
  readonly address: string
  readonly stop: () => Promise<void>
}

export const startServer = async (main: string, dataDir: string): Promise<RunningServer> => {
  const child: ChildProcess = spawn(process.execPath, [main, 'serve'], {
    env: { ...process.env, DATA_DIR: dataDir, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await once(child.stdout!, 'data')) as [Buffer]
  return {
    address: line.toString('utf8').trim(),
    stop: async () => {
      const ended = once(child, 'close')
      child.kill('SIGTERM')
      await ended
    },
  }
}

export interface Parcel {
  readonly id: string
  readonly bytes: Bytes
}

export const sealQuestions = async (dataDir: string, count: number): Promise<Parcel[]> => {
  const key = await makeKey()
  const recipient = loadKeys(dataDir).seal[0]!.recipient
  const office = { recipient, receiptKeys: [], checkpointMs: null, heardMs: null }
  const parcels: Parcel[] = []
  for (let seq = 1; seq <= count; seq++) {
    const written = await composeQuestion(
      { clock: systemClock, random: systemRandom, sha256, seal: ageSeal },
      {
        copy: { kind: 'question', site: SITE, programme: null, year: null, text: '补贴到了吗？' },
        identity: { ...key, replica: bytesToBase64Url(systemRandom.bytes(6)), seq },
        office,
        draft: null,
      },
    )
    if (!written.ok) throw new Error(written.error.kind)
    parcels.push({ id: written.value.id, bytes: written.value.parcel })
  }
  return parcels
}

export interface Served {
  readonly reads: readonly number[]
  readonly puts: readonly number[]
  /** Answers that were not 200. */
  readonly refused: number
}

const timed = async (ask: () => Promise<Response>): Promise<{ ms: number; ok: boolean }> => {
  const start = performance.now()
  const response = await ask()
  await response.arrayBuffer()
  return { ms: performance.now() - start, ok: response.ok }
}

/** Asks again and again, reads and questions in turn, until `done` says so. */
export const askMeanwhile = async (
  address: string,
  parcels: readonly Parcel[],
  done: () => boolean,
): Promise<Served> => {
  const reads: number[] = []
  const puts: number[] = []
  let refused = 0
  for (let i = 0; !done(); i++) {
    const read = await timed(() => fetch(address + READ[i % READ.length]!))
    reads.push(read.ms)
    if (!read.ok) refused++
    const parcel = parcels[i]
    if (parcel) {
      const headers = {
        'content-type': 'application/octet-stream',
        'content-digest': digestOf(parcel.bytes),
      }
      const url = `${address}/api/events/${parcel.id}`
      const put = await timed(() =>
        fetch(url, { method: 'PUT', headers, body: Buffer.from(parcel.bytes) }),
      )
      puts.push(put.ms)
      if (!put.ok) refused++
    }
    await wait(PAUSE_MS)
  }
  return { reads, puts, refused }
}
