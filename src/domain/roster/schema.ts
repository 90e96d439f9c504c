// A roster: who is paid what, of one place × programme × year × batch × kind (DESIGN §6).
import * as z from 'zod/mini'

/** `notice`: before payment, objections possible, ends. `result`: after payment, stays by schedule (DOMAIN §1.7). */
export const RosterKind = z.enum(['notice', 'result'])
export type RosterKind = z.infer<typeof RosterKind>

/** Why a new version came. `figure` shows the old value struck out; the others leave no trace but number, date, reason. */
export const CorrectionReason = z.enum(['figure', 'identity', 'privacy'])
export type CorrectionReason = z.infer<typeof CorrectionReason>

/** What happened to the money of a line (DOMAIN §5.3). */
export const PaymentState = z.enum(['pending', 'paid', 'failed', 'reissued'])
export type PaymentState = z.infer<typeof PaymentState>

export const RosterIdentity = z.object({
  site: z.string(),
  programme: z.string(),
  year: z.int(),
  /** `1` for the only or first batch, otherwise as printed: 第二批, 二季度 … normalised by intake. */
  batch: z.string(),
  kind: RosterKind,
})
export type RosterIdentity = z.infer<typeof RosterIdentity>
