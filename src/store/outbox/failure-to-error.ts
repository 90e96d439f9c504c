// What a failed write of the shelf is called towards a person.
import type { StorageFailure } from '../../sync/outbox/ports.ts'
import type { SaveError } from './outbox.ts'

export const failureToError = ({ kind }: StorageFailure): SaveError => ({
  kind: kind === 'full' ? 'storage-full' : 'storage-failed',
})
