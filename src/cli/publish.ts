// `iltod publish`: one publication, and what it weighs.
import { parseArgs } from 'node:util'
import { publish, type Publication, type PublishError } from '../server/publish/publisher.ts'
import type { Command, CommandIo } from './command.ts'
import { withInstance } from './open.ts'

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`

const WHY: Readonly<Record<PublishError['kind'], string>> = {
  busy: '另一个发布正在进行。稍后再试。',
  'lost-lock': '发布耗时过长，另一个进程已接手。没有切换，原来的发布仍然有效。',
  'no-trust': '还没有信任清单。先运行：npm run --silent iltod -- keys init',
}

const report = (io: CommandIo, p: Publication, seconds: number) => {
  io.out(p.changed ? `第 ${p.number} 次发布` : `没有变化；第 ${p.number} 次发布已重新签名`)
  io.out(`  地方        ${p.sites}`)
  io.out(`  明细行      ${p.lines}`)
  io.out(`  名册包合计  ${kilobytes(p.ledgerBytes)}`)
  if (p.lines > 0) io.out(`  每行        ${(p.ledgerBytes / p.lines).toFixed(3)} 字节`)
  if (p.shortLedgers > 0)
    io.out(`  近年名册包  ${p.shortLedgers} 个，共 ${kilobytes(p.shortLedgerBytes)}`)
  io.out(`  目录包      ${kilobytes(p.catalogueBytes)}   政策包 ${kilobytes(p.policiesBytes)}`)
  if (p.droppedPacks.length > 0)
    io.out(`  已撤下的包  ${p.droppedPacks.length}（见 published/gone.txt）`)
  io.out(`  用时        ${seconds.toFixed(1)} 秒`)
}

const readRestart = (args: string[]): { reason: string } | null | undefined => {
  try {
    const { values } = parseArgs({ args, options: { restart: { type: 'string' } } })
    return values.restart === undefined ? undefined : { reason: values.restart }
  } catch {
    return null
  }
}

export const publishCommand: Command = async (args, io) => {
  const restart = readRestart(args)
  if (restart === null || restart?.reason === '') {
    io.err('用法：publish [--restart "恢复备份的理由"]')
    return 64
  }
  return withInstance(io, async (instance) => {
    const started = performance.now()
    const result = await publish({ ...instance.publisher, ...(restart ? { restart } : {}) })
    if (!result.ok) {
      io.err(WHY[result.error.kind])
      return 75
    }
    report(io, result.value, (performance.now() - started) / 1000)
    return 0
  })
}
