// `npm start`: builds what changed, seeds the demo into an empty DATA_DIR, serves, and says where to look first.
// PORT (8080), HOST (127.0.0.1) and DATA_DIR (./data) change it; `npm start -- --empty` seeds nothing.
import net from 'node:net'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { buildApp } from './app/build.ts'
import { prepareIntake } from './app/intake-child.ts'
import { onStop } from './door.ts'

interface Settings {
  readonly dataDir: string
  readonly port: number
  readonly host: string
  readonly empty: boolean
}

const root = path.resolve(import.meta.dirname, '..')

/** A fault that the person at the terminal can mend: shown as a sentence, without a stack. */
class Refusal extends Error {
  override readonly name = 'Refusal'
}

const readSettings = (): Settings => {
  const { PORT = '8080', HOST = '127.0.0.1', DATA_DIR = './data' } = process.env
  const port = Number(PORT)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Refusal(`PORT=${PORT} is no port: a number from 0 to 65535 is wanted.`)
  try {
    const { values } = parseArgs({ options: { empty: { type: 'boolean', default: false } } })
    return { port, host: HOST, dataDir: path.resolve(root, DATA_DIR), empty: values.empty }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new Refusal(`${why}\nusage: npm start [-- --empty]`)
  }
}

/** Asked before the long work, so that a taken port costs a second and not a seeding. */
const requireFreePort = ({ port, host }: Settings): Promise<void> =>
  new Promise((done, refuse) => {
    const probe = net.createServer()
    probe.once('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? 'is in use' : `can't be opened (${error.message})`
      refuse(new Refusal(`Port ${port} of ${host} ${why}. Try another: PORT=8081 npm start`))
    })
    probe.listen(port, host, () =>
      probe.close(() => {
        done()
      }),
    )
  })

const seedWhenEmpty = async ({ dataDir, empty }: Settings): Promise<readonly string[]> => {
  const { needsSeeding, seedDemo } = await import('../src/server/demo/demo.ts')
  if (!(await needsSeeding(dataDir))) return ['what was there before (nothing new was seeded)']
  if (empty) return ['nothing (--empty)']
  console.log('Seeding the demo (once) …')
  const { lines } = await seedDemo({
    dataDir,
    log: (line) => {
      console.log(`  ${line}`)
    },
  })
  return lines
}

/** `localhost` is what people type, and the only http name on which browsers allow a service worker. */
const shownAddress = (address: string): string =>
  address.replace(/\/\/(127\.0\.0\.1|0\.0\.0\.0|\[::1?\])/, '//localhost').replace(/\/$/, '')

const welcome = (address: string, settings: Settings, seeded: readonly string[]): string =>
  [
    '',
    `Iltod · 指尖公开 is ready:  ${address}`,
    '',
    `  Data     ${settings.dataDir}`,
    ...seeded.map((line, index) => `${index === 0 ? '  Seeded   ' : '           '}${line}`),
    `  First    open ${address} and choose villager, cadre or clerk: three steps each.`,
    '  Offline  choose a place, wait for "saved", stop this server, reload: it is all still there.',
    '  Stop     Ctrl-C',
    '',
  ].join('\n')

const main = async (): Promise<void> => {
  let stop = (): Promise<void> => Promise.resolve()
  onStop(async (reason) => {
    console.log(`Stopping (${reason}) …`)
    await stop()
  })
  const settings = readSettings()
  await requireFreePort(settings)
  await buildApp({ root, log: console.log })
  await prepareIntake(root)
  const seeded = await seedWhenEmpty(settings)
  const { startServer } = await import('../src/server/main.ts')
  const server = await startServer({
    dataDir: settings.dataDir,
    port: settings.port,
    host: settings.host,
    distDir: path.join(root, 'dist'),
  })
  stop = server.stop
  console.log(welcome(shownAddress(server.address), settings, seeded))
}

try {
  await main()
} catch (error) {
  const isSentence = error instanceof Error && ['Refusal', 'RefusedError'].includes(error.name)
  console.error(isSentence ? error.message : error)
  process.exit(1)
}
