// Installs one of the folders beside this file from its own lock file. They are apart because only tests need them,
// they are large, and each fits one kind of machine only.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { takeLock } from '../lock.mjs'

export type Tool = 'browser' | 'chromium88' | 'fonts' | 'lighthouse' | 'postgres'

export const toolDir = (tool: Tool): string => path.join(import.meta.dirname, tool)

const root = path.resolve(import.meta.dirname, '../..')

/** npm as it was started, else the one on PATH. */
const npmCommand = (): readonly [string, readonly string[]] => {
  const script = process.env['npm_execpath']
  return script && /npm-cli\.[cm]?js$/.test(script) && existsSync(script)
    ? [process.execPath, [script]]
    : ['npm', []]
}

const npmCi = (cwd: string): Promise<void> =>
  new Promise((done, refuse) => {
    const [command, before] = npmCommand()
    const args = ['ci', '--include=optional', '--ignore-scripts', '--no-audit', '--no-fund']
    const child = spawn(command, [...before, ...args, '--loglevel=error'], {
      cwd,
      stdio: ['ignore', 2, 2],
      shell: process.platform === 'win32',
    })
    child.on('error', refuse)
    child.on('exit', (code) => {
      if (code === 0) done()
      else refuse(new Error(`npm could not install ${path.relative(root, cwd)}`))
    })
  })

/** Resolves when the locked packages are there; installs them on first use. Safe to call from several processes. */
export const installTool = async (tool: Tool, log: (line: string) => void): Promise<string> => {
  const dir = toolDir(tool)
  const stamp = path.join(dir, 'node_modules/.installed-from')
  const key = createHash('sha256')
    .update(readFileSync(path.join(dir, 'package-lock.json')))
    .digest('hex')
  const isInstalled = (): boolean => existsSync(stamp) && readFileSync(stamp, 'utf8') === key
  if (isInstalled()) return dir
  const letGo = await takeLock(path.join(root, `.cache/tool-${tool}.lock`))
  try {
    if (isInstalled()) return dir
    log(`installing scripts/tools/${tool} (once) …`)
    await npmCi(dir)
    writeFileSync(stamp, key)
    return dir
  } finally {
    letGo()
  }
}
