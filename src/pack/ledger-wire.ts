// The JSON of a ledger: the open core and what stands beside it.
import * as z from 'zod/mini'
import { CorrectionReason, RosterKind } from '../domain/roster/schema.ts'
import { CoreWire } from './core-wire.ts'

export const CORE_FORMAT = 'iltod-core'
export const LEDGER_FORMAT = 'iltod-ledger'
export const LEDGER_VERSION = 1

export const CountsWire = z.object({
  programme: z.string(),
  year: z.int(),
  batch: z.string(),
  kind: RosterKind,
  persons: z.int(),
  amountFen: z.int(),
  pooled: z.boolean(),
  until: z.nullable(z.string()),
})

export const SumWire = z.object({
  programme: z.string(),
  year: z.int(),
  batch: z.string(),
  kind: RosterKind,
  sites: z.int(),
  persons: z.int(),
  amountFen: z.int(),
  until: z.nullable(z.string()),
})

export const WithdrawnWire = z.object({
  id: z.string(),
  version: z.int(),
  day: z.string(),
  reason: z.union([CorrectionReason, z.enum(['expired', 'void'])]),
})

export const SealedWire = z.object({ nonce: z.string(), data: z.string() })

export const LedgerWire = z.extend(CoreWire, {
  site: z.string(),
  seed: z.string(),
  from: z.optional(z.int()),
  counts: z.optional(z.array(CountsWire)),
  sums: z.optional(z.array(SumWire)),
  withdrawn: z.optional(z.array(WithdrawnWire)),
  sealed: z.optional(SealedWire),
})
