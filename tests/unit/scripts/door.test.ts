// The door of every command, as its own process: what it passes on, and what it leaves behind (nothing).
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

const root = path.resolve(import.meta.dirname, '../../..')
const door = path.join(root, 'scripts/run.mjs')

/** A server that ignores nothing: it says its number, then lives until it is stopped properly. */
const SERVER = `
  import { onStop } from '${path.join(root, 'scripts/door.ts')}'
  onStop(async (reason) => console.log('stopped by ' + reason))
  console.log('pid ' + process.pid)
  setInterval(() => {}, 1000)
`

let dir = ''
let started: ChildProcess[] = []
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'iltod-door-'))
  writeFileSync(path.join(dir, 'server.ts'), SERVER)
})
afterEach(() => {
  for (const child of started) child.kill('SIGKILL')
  started = []
  rmSync(dir, { recursive: true, force: true })
})

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

const until = async (condition: () => boolean): Promise<void> => {
  for (let tries = 0; !condition(); tries++) {
    if (tries > 400) throw new Error('waited 20 s in vain')
    await new Promise((done) => setTimeout(done, 50))
  }
}

/** `args`: what stands before the door, for example a shell. */
const open = (command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) => {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: 'pipe' })
  started.push(child)
  const said = { out: '', err: '' }
  child.stdout.on('data', (bytes: Buffer) => (said.out += bytes.toString()))
  child.stderr.on('data', (bytes: Buffer) => (said.err += bytes.toString()))
  const ended = new Promise<number | null>((done) => child.on('close', done))
  const serverPid = async (): Promise<number> => {
    await until(() => /pid \d+\n/.test(said.out))
    return Number(/pid (\d+)/.exec(said.out)?.[1])
  }
  return { child, said, ended, serverPid }
}

const fileFromScripts = (name: string): string =>
  path.relative(path.join(root, 'scripts'), path.join(dir, name))

test('arguments, output and exit code go through; stdout holds nothing else', async () => {
  const text = "process.stdout.write(process.argv.slice(2).join('|')); process.exitCode = 7"
  writeFileSync(path.join(dir, 'say.ts'), text)
  const { said, ended } = open(process.execPath, [door, fileFromScripts('say.ts'), 'a b', '--json'])
  expect(await ended).toBe(7)
  expect(said).toEqual({ out: 'a b|--json', err: '' })
})

test('what npm says of itself does not reach the command', async () => {
  writeFileSync(path.join(dir, 'env.ts'), 'console.log(Object.keys(process.env).join())')
  const env = { npm_lifecycle_event: 'x', npm_package_name: 'x', npm_config_omit: 'dev' }
  const { said, ended } = open(process.execPath, [door, fileFromScripts('env.ts')], env)
  expect(await ended).toBe(0)
  expect(said.out).not.toMatch(/npm_(lifecycle|package)/)
  expect(said.out).toMatch(/npm_config_omit/)
})

// Signals between processes are a thing of Unix.
describe.skipIf(process.platform === 'win32')('nothing is left behind', () => {
  test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('%s is passed on', async (signal) => {
    const { child, said, ended, serverPid } = open(process.execPath, [
      door,
      fileFromScripts('server.ts'),
    ])
    const pid = await serverPid()
    child.kill(signal)
    await ended
    expect(said.out).toContain(`stopped by ${signal}`)
    expect(isAlive(pid)).toBe(false)
  })

  test('when the shell that npm put between is gone, the server stops', async () => {
    // `; true` keeps the shell from becoming the door itself.
    const line = `"${process.execPath}" "${door}" "${fileFromScripts('server.ts')}"; true`
    const { child, serverPid } = open('sh', ['-c', line], { npm_lifecycle_event: 'start' })
    const pid = await serverPid()
    child.kill('SIGTERM')
    await until(() => !isAlive(pid))
  })

  test('when the door itself is killed, the server stops', async () => {
    const { child, serverPid } = open(process.execPath, [door, fileFromScripts('server.ts')])
    const pid = await serverPid()
    child.kill('SIGKILL')
    await until(() => !isAlive(pid))
  })
})
