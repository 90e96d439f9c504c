// `iltod verify DIR|URL`: what a phone would say of a published folder or address.
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { shanghaiDay } from '../base/clock.ts'
import {
  type Flaw,
  type ReadPublished,
  verifyPublished,
} from '../server/publish/verify-published.ts'
import type { Command } from './command.ts'

const fromFolder =
  (folder: string): ReadPublished =>
  async (name) => {
    const inside = name.startsWith('packs/') ? name : path.join('current', name)
    try {
      return new Uint8Array(await readFile(path.join(folder, inside)))
    } catch {
      return null
    }
  }

const fromAddress =
  (address: string): ReadPublished =>
  async (name) => {
    const base = address.replace(/\/(published\/?)?$/, '')
    const reply = await fetch(`${base}/published/${name}`, { cache: 'no-store' })
    return reply.ok ? new Uint8Array(await reply.arrayBuffer()) : null
  }

const WHY: Readonly<Record<Flaw['kind'], string>> = {
  missing: '缺少',
  unreadable: '不是本系统的格式，或已截断',
  'too-new': '格式比本程序新',
  'other-root': '由另一个根密钥签名',
  'bad-signature': '签名不符',
  'key-not-valid': '签名密钥对这次发布无效',
  older: '比已有的旧',
  'two-versions': '同一编号有两个版本',
  'wrong-site': '是另一个地方的',
  'bad-proof': '不在这次发布之内',
  damaged: '内容与指纹不符',
}

export const verifyCommand: Command = async ([target], io) => {
  if (target === undefined) {
    io.err('用法：verify 目录|网址')
    return 64
  }
  const remote = /^https?:\/\//.test(target)
  const verdict = await verifyPublished(remote ? fromAddress(target) : fromFolder(target))
  for (const flaw of verdict.flaws) io.out(`✗ ${flaw.what}：${WHY[flaw.kind]}`)
  if (verdict.number !== null && verdict.checkedMs !== null) {
    io.out(
      `第 ${verdict.number} 次发布，签名日期 ${shanghaiDay(verdict.checkedMs)}，根指纹 ${verdict.root?.slice(0, 8) ?? ''}`,
    )
    io.out(
      `${verdict.sites} 个地方，${verdict.packs} 个包，${(verdict.bytes / 1000).toFixed(1)} kB`,
    )
  }
  if (verdict.flaws.length > 0) return 1
  io.out('全部与签名一致。')
  return 0
}
