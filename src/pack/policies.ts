// Policy cards with their sources: a pack of its own, because no village needs them to open.
import * as z from 'zod/mini'
import type { Bytes } from '../base/bytes.ts'
import type { Result } from '../base/result.ts'
import { Policy, PolicySource } from '../domain/policy/schema.ts'
import type { Policies, Refusal } from './model.ts'
import { openPack } from './pack.ts'

const FORMAT = 'iltod-policies'
const PoliciesWire = z.object({ policies: z.array(Policy), sources: z.array(PolicySource) })

/** Canonical text: the schemas decide the order of members, whatever object came in. */
export const encodePolicies = (policies: Policies): string =>
  JSON.stringify({ format: FORMAT, v: 1, ...PoliciesWire.parse(policies) })

export const decodePolicies = (bytes: Bytes): Result<Policies, Refusal> =>
  openPack(bytes, FORMAT, 1, PoliciesWire)
