// `iltod keys init|rotate|export-root`.
import { hasKeys, initKeys, loadKeys, writeKeys } from '../server/keys/key-files.ts'
import { rootHashOf, rotateKeys, writeTrust } from '../server/keys/trust-file.ts'
import { createPublishedReader } from '../server/publish/published-reader.ts'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Command, CommandIo } from './command.ts'

const init = async (io: CommandIo): Promise<number> => {
  if (hasKeys(io.dataDir)) {
    io.err('密钥已经存在，没有改动。')
    return 65
  }
  const keys = await initKeys(io.dataDir, false)
  await writeTrust(io.dataDir, keys)
  io.out(`已生成密钥（权限 0600）：${path.join(io.dataDir, 'keys')}`)
  io.out(`根指纹前 8 位（印在公开栏和明白条上）：${rootHashOf(keys).slice(0, 8)}`)
  io.out('请接着运行 keys export-root，把根密钥移到离线的地方。')
  return 0
}

const rotate = async (io: CommandIo): Promise<number> => {
  const keys = loadKeys(io.dataDir)
  if (!keys.root.privatePem) {
    io.err('根密钥不在这台机器上：请先把导出的根密钥放回，再换发布密钥。')
    return 65
  }
  const published = createPublishedReader(path.join(io.dataDir, 'published')).checkpoint()
  const next = await rotateKeys(io.dataDir, keys, published?.number ?? 0)
  io.out(
    `已更换发布、回执和封装密钥，信任清单第 ${next.trustVersion} 版。服务运行时十秒内生效；否则运行 publish。`,
  )
  return 0
}

/** The root's private key leaves this machine; without it nothing here can change who may sign. */
const exportRoot = (io: CommandIo, target: string | undefined): number => {
  const keys = loadKeys(io.dataDir)
  if (target === undefined) {
    io.err('用法：keys export-root 文件')
    return 64
  }
  if (!keys.root.privatePem) {
    io.err('根密钥已经导出过。')
    return 65
  }
  writeFileSync(target, keys.root.privatePem, { mode: 0o600, flag: 'wx', flush: true })
  const { privatePem: _moved, ...root } = keys.root
  writeKeys(io.dataDir, { ...keys, root })
  io.out(`根密钥已移到 ${target}，这台机器上不再有。请妥善离线保管。`)
  return 0
}

export const keysCommand: Command = async ([action, ...rest], io) => {
  if (action === 'init') return init(io)
  if (action !== 'rotate' && action !== 'export-root') {
    io.err('用法：keys init|rotate|export-root 文件')
    return 64
  }
  if (!hasKeys(io.dataDir)) {
    io.err('还没有密钥。先运行：keys init')
    return 66
  }
  return action === 'rotate' ? rotate(io) : exportRoot(io, rest[0])
}
