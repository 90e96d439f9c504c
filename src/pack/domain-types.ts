// The domain types that published files carry, gathered so that pack files import one place.
export type { Place } from '../domain/place/schema.ts'
export type { Audience, DisclosureClass, Programme } from '../domain/programme/schema.ts'
export type { Policy, PolicySource } from '../domain/policy/schema.ts'
export type { CorrectionReason, PaymentState, RosterKind } from '../domain/roster/schema.ts'
