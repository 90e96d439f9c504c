// POST /api/claims: what a claim code alone tells (CLAIM-3). The code itself never travels; its hash does.
import * as z from 'zod/mini'

export const CLAIM_FORMAT = 'iltod-claim/1'

export const ClaimRequest = z.object({
  format: z.literal(CLAIM_FORMAT),
  claim: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
})

/** `unknown` is also what a wrong code gets: not yet arrived and never written look alike. */
export const ClaimState = z.object({
  state: z.enum(['unknown', 'received', 'answered']),
  /** Day of the receipt, or of the last answer (Asia/Shanghai). */
  day: z.nullable(z.string().check(z.regex(/^\d{4}-\d\d-\d\d$/))),
})
export type ClaimState = z.infer<typeof ClaimState>
