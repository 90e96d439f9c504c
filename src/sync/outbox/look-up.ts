// Asks the server what a claim code alone tells (CLAIM-3). Any phone may ask for any slip.
import { bytesToHex, utf8ToBytes } from '../../base/bytes.ts'
import type { Sha256 } from '../../base/crypto.ts'
import { type Result, err, ok } from '../../base/result.ts'
import { CLAIM_FORMAT, ClaimState } from '../../protocol/claims.ts'
import { claimHash, parseClaimCode } from '../../protocol/claim-code.ts'
import type { Http } from '../ports.ts'
import { judgeWireReply } from './wire-reply.ts'

export interface LookUpDeps {
  readonly http: Http
  readonly sha256: Sha256
}

/** An error code: its words are at `error.<kind>`. */
export interface LookUpFailure {
  readonly kind: string
}

const REPLY_LIMIT_BYTES = 2048

export const lookUpCode = async (
  { http, sha256 }: LookUpDeps,
  typed: string,
): Promise<Result<ClaimState, LookUpFailure>> => {
  const code = parseClaimCode(typed)
  if (code === null) return err({ kind: 'claim-code-mistyped' })
  const claim = bytesToHex(claimHash(sha256, code))
  const reply = judgeWireReply(
    await http.send({
      method: 'POST',
      path: '/api/claims',
      headers: { 'content-type': 'application/json' },
      body: utf8ToBytes(JSON.stringify({ format: CLAIM_FORMAT, claim })),
      limitBytes: REPLY_LIMIT_BYTES,
    }),
  )
  if (reply.kind === 'error') return err({ kind: reply.error.code })
  if (reply.kind === 'fault') return err({ kind: reply.code })
  const state = ClaimState.safeParse(reply.value)
  return state.success ? ok(state.data) : err({ kind: 'not-our-receipt' })
}
