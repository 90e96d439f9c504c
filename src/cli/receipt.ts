// `iltod receipt CODE`: what a claim code tells whoever holds it, at the office's counter: not yet arrived, received, answered. The same
// as the phone's look-up, and never a word of what was asked (CLAIM-3).
import { bytesToHex } from '../base/bytes.ts'
import { claimHash, formatClaimCode, parseClaimCode } from '../protocol/claim-code.ts'
import type { ClaimState } from '../protocol/claims.ts'
import { sha256 } from '../server/crypto/node-ports.ts'
import { lookUpClaim } from '../server/inbox/claims.ts'
import type { Command } from './command.ts'
import { withInstance } from './open.ts'

const USAGE = '用法：receipt 十六位查询码 [--json]   看一条提问到了没有、答复了没有'
const MISTYPED = '查询码有误，请对照十六位数字再输一次。'

const sentence = ({ state, day }: ClaimState): string => {
  if (state === 'unknown') return '还没有到，或者没有这个码。'
  return state === 'received'
    ? `${day ?? ''} 已收到，还没有答复。`
    : `${day ?? ''} 已答复。在写问题的那台手机上可以看到。`
}

/** The person at the keyboard may read the database: the limit over all look-ups is not for him. */
const mayAsk = () => true

export const receiptCommand: Command = (args, io) => {
  const json = args.includes('--json')
  const words = args.filter((word) => word !== '--json')
  if (words.length === 0 || words.some((word) => word.startsWith('--'))) {
    io.err(USAGE)
    return Promise.resolve(64)
  }
  // Four groups of four, as they stand on the slip, arrive as four words.
  const code = parseClaimCode(words.join(''))
  if (code === null) {
    io.err(MISTYPED)
    return Promise.resolve(65)
  }
  return withInstance(io, async ({ store }) => {
    const claim = bytesToHex(claimHash(sha256, code))
    const found = await lookUpClaim({ db: store.db }, mayAsk, claim)
    if (!found.ok) throw new Error('a look-up without a limit met one')
    io.out(
      json ? JSON.stringify(found.value) : `${formatClaimCode(code)}  ${sentence(found.value)}`,
    )
    return 0
  })
}
