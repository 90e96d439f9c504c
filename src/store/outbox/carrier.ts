// The unsent queue as a file, and such a file back into a queue, on this phone or another (OUT-22).
import { err, ok } from '../../base/result.ts'
import type { Clock } from '../../base/clock.ts'
import { type CarryDeps, decodeCarried, encodeCarried } from '../../sync/outbox/carry.ts'
import type { OutboxReplica, OutboxShelf } from '../../sync/outbox/ports.ts'
import { failureToError } from './failure-to-error.ts'
import type { Outbox } from './outbox.ts'

export interface CarrierDeps extends CarryDeps {
  readonly clock: Clock
}

interface Rows {
  readonly shelf: OutboxShelf
  readonly replica: OutboxReplica
}

export const createCarrier = (
  deps: CarrierDeps,
  { shelf, replica }: Rows,
): Pick<Outbox, 'exportUnsent' | 'importUnsent'> => ({
  exportUnsent: async () => {
    const stored = await Promise.all((await replica.waiting()).map((id) => replica.parcel(id)))
    const parcels = stored.flatMap((one) => (one ? [one.bytes] : []))
    return parcels.length === 0 ? null : encodeCarried(parcels)
  },
  importUnsent: async (file) => {
    const read = await decodeCarried(deps, file)
    if (!read) return err({ kind: 'not-ours' })
    const taken = await shelf.takeIn(read.parcels, deps.clock.now())
    if (!taken.ok) return err(failureToError(taken.error))
    return ok({ ...taken.value, damaged: read.damaged })
  },
})
