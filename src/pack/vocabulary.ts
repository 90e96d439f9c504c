// Words of closed lists in the order in which files number them. Never reordered; new words are added at the end with a
// new format version.
import type { PaymentState } from './domain-types.ts'

export const PAYMENT_STATES: readonly PaymentState[] = ['pending', 'paid', 'failed', 'reissued']
