// What attachments need from their host: the inbox's database, keys and clock, a folder, and the word on how full the disk is.
import type { InboxDeps, InboxKeys, OpenStream } from '../inbox/ports.ts'
import type { MediaFiles } from './media-files.ts'

export interface MediaDeps extends Pick<
  InboxDeps,
  'db' | 'clock' | 'sha256' | 'verifyP256' | 'report'
> {
  readonly keys: Pick<InboxKeys, 'receipt'>
  readonly openStream: OpenStream
  readonly files: MediaFiles
  /** Bytes that may still be written where the files lie. */
  readonly freeBytes: () => Promise<number>
  /** Text has the last room: attachments leave so much free (MEDIA-8). */
  readonly reserveBytes: number
  /** Resolves once everything that had arrived before the call is sorted. */
  readonly sorted: () => Promise<void>
}
