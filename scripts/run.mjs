// The door of every command: `node scripts/run.mjs FILE [ARGUMENTS]`, on whatever Node the user has (20.19 or later).
// Installs the locked packages when they are not there, then goes on in the locked Node. Writes to stderr only: what
// stands on stdout belongs to the command. No dependencies, no TypeScript: nothing is installed yet.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { takeLock } from './lock.mjs'

const OLDEST = { major: 20, minor: 19 }
const WANTED_MAJOR = 24
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const modules = path.join(root, 'node_modules')
const stamp = path.join(modules, '.installed-from')
const isWindows = process.platform === 'win32'
/** What Node made of the sources: a command starts in half the time. Tests and benches go without. */
const codeCache = path.join(root, '.cache/code')
const CACHED = /(?:^|\/)(?:main|start)\.ts$/
const startedByNpm = process.env.npm_lifecycle_event !== undefined

/** @param {string} text */
const say = (text) => process.stderr.write(`${text}\n`)

/**
 * @param {string} text
 * @returns {never}
 */
const giveUp = (text) => {
  say(text)
  process.exit(1)
}

/** What npm tells its scripts about themselves would mislead an npm that they start. */
const childEnv = () =>
  Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_(lifecycle|package|command)/i.test(name)),
  )

/** Same lock file on the same kind of machine: same packages. */
const lockKey = () =>
  createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .update(`${process.platform} ${process.arch}`)
    .digest('hex')

/** @param {string} file */
const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages ?? {}

/**
 * Whether an optional package has to be here: it names this machine. (Which libc this is, only npm knows.)
 * @param {{ os?: string | string[], cpu?: string | string[], libc?: string[] }} wanted
 */
const isForUs = ({ os, cpu, libc }) =>
  libc === undefined &&
  os?.includes(process.platform) === true &&
  cpu?.includes(process.arch) === true

/** True when npm put here what the lock file names, without us (`npm install`): nothing to do but to note it. */
const alreadyInstalled = () => {
  const written = path.join(modules, '.package-lock.json')
  if (!existsSync(written)) return false
  const here = packagesOf(written)
  return Object.entries(packagesOf(path.join(root, 'package-lock.json'))).every(
    ([name, wanted]) =>
      name === '' ||
      (here[name] === undefined
        ? wanted.optional === true && !isForUs(wanted)
        : here[name].integrity === wanted.integrity && existsSync(path.join(root, name))),
  )
}

/** @param {string} key */
const isInstalled = (key) => existsSync(stamp) && readFileSync(stamp, 'utf8') === key

/** npm as it was started, else the one on PATH. */
const npmCommand = () => {
  const script = process.env.npm_execpath
  if (script && /npm-cli\.[cm]?js$/.test(script) && existsSync(script))
    return { command: process.execPath, before: [script], shell: false }
  return { command: 'npm', before: [], shell: isWindows }
}

/**
 * Who waits for us: the shell that npm put between, and where that can be read cheaply (Linux), npm itself. npm stops
 * only its shell, and a killed npm does not even do that; either way this text changes.
 */
const parents = () => {
  const shell = process.ppid
  try {
    const stat = readFileSync(`/proc/${shell}/stat`, 'utf8')
    return `${shell} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]}`
  } catch {
    return `${shell}`
  }
}

/**
 * Ends with us in every case: signals are passed on, and when npm or its shell is gone, the child is asked to
 * stop, then made to.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 * @returns {Promise<number>} exit code
 */
const runToEnd = (command, args, options) =>
  new Promise((done) => {
    const child = spawn(command, args, { cwd: root, ...options })
    /** @param {NodeJS.Signals} signal */
    const passOn = (signal) => {
      if (child.exitCode === null) child.kill(signal)
    }
    /** @type {NodeJS.Signals[]} */
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
    for (const signal of signals) process.on(signal, passOn)
    const before = parents()
    const watch = setInterval(() => {
      if (!startedByNpm || parents() === before) return
      clearInterval(watch)
      passOn('SIGTERM')
      setTimeout(() => passOn('SIGKILL'), 15_000)
    }, 300)
    const finish = (/** @type {number} */ code) => {
      clearInterval(watch)
      for (const signal of signals) process.off(signal, passOn)
      done(code)
    }
    child.on('error', (error) => {
      say(`${command}: ${error.message}`)
      finish(1)
    })
    child.on('exit', (code, signal) => finish(code ?? (signal === 'SIGINT' ? 130 : 143)))
  })

const install = async () => {
  const { command, before, shell } = npmCommand()
  say('Installing the locked packages (once; about half a minute) …')
  const args = ['ci', '--include=dev', '--include=optional', '--include=peer', '--ignore-scripts']
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error']
  return runToEnd(command, [...before, ...args, ...quiet], {
    stdio: ['ignore', 2, 2],
    env: childEnv(),
    shell,
  })
}

/** Two first starts at once: one installs, the other waits and then finds everything there. */
const installWhenNeeded = async () => {
  const key = lockKey()
  if (isInstalled(key)) return
  const letGo = await takeLock(path.join(root, '.cache/install.lock'), () =>
    say('Another start is installing; waiting for it …'),
  )
  try {
    if (isInstalled(key)) return
    if (!alreadyInstalled()) {
      const code = await install()
      if (code !== 0) {
        say('The packages could not be installed. Is the npm registry reachable?')
        letGo()
        process.exit(code)
      }
    }
    writeFileSync(stamp, key)
  } finally {
    letGo()
  }
}

/** @param {string} node */
const majorOf = (node) => {
  const { status, stdout } = spawnSync(node, ['-v'], { encoding: 'utf8' })
  return status === 0 ? Number(/^v(\d+)/.exec(stdout)?.[1] ?? 0) : 0
}

/** The Node of the lock file if this machine can run it (musl can't), else the outer one if it is new enough. */
const findNode = () => {
  const { platform, arch } = process
  const names = [`node-${isWindows ? 'win' : platform}-${arch}`, `node-bin-${platform}-${arch}`]
  for (const name of names) {
    const node = path.join(modules, name, 'bin', isWindows ? 'node.exe' : 'node')
    if (existsSync(node) && majorOf(node) >= WANTED_MAJOR) return node
  }
  if (Number(process.versions.node.split('.')[0]) >= WANTED_MAJOR) return process.execPath
  return giveUp(
    `Iltod needs Node ${WANTED_MAJOR}. npm has none that runs on ${platform} ${arch}; please install one and start again.`,
  )
}

const main = async () => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major < OLDEST.major || (major === OLDEST.major && minor < OLDEST.minor))
    giveUp(`Iltod needs Node ${OLDEST.major}.${OLDEST.minor} or later; this is ${process.version}.`)
  const [file, ...args] = process.argv.slice(2)
  if (!file) giveUp('usage: node scripts/run.mjs FILE [ARGUMENTS]')
  await installWhenNeeded()
  const node = findNode()
  const bins = [path.dirname(node), path.join(modules, '.bin')]
  process.exitCode = await runToEnd(node, [path.join(root, 'scripts', file), ...args], {
    stdio: 'inherit',
    env: {
      ...childEnv(),
      PATH: [...bins, process.env.PATH].join(path.delimiter),
      ILTOD_DOOR: String(process.pid),
      ...(CACHED.test(file) ? { NODE_COMPILE_CACHE: codeCache } : {}),
    },
  })
}

await main()
