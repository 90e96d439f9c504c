// Opens the outbox's database and puts the outbox of this tab together. One call per tab.
import type { DexieOptions } from 'dexie'
import type { HostPorts } from '../../sync/ports.ts'
import { type OutboxDeps, type OutboxHost, type OutboxRows, createOutbox } from './create-outbox.ts'
import { OUTBOX_DATABASE, OutboxDatabase } from './database.ts'
import { createDexieReplica } from './dexie-replica.ts'
import { createDexieShelf } from './dexie-shelf.ts'
import { removeOrphans } from './media-shelf.ts'
import type { Outbox } from './outbox.ts'
import { layReserve } from './reserve.ts'
import { type Sealing, openStoredMedia } from './stored-media.ts'

/** Where the rows lie; tests give another name and another IndexedDB. */
export interface RowsDeps {
  readonly subtle: SubtleCrypto
  readonly database?: { readonly name: string; readonly options?: DexieOptions }
}

/** Rejects when the database can't be opened at all (private windows of old browsers, a broken profile). */
export const openRows = async (
  deps: RowsDeps & Pick<OutboxHost, 'random'>,
): Promise<OutboxRows & { readonly db: OutboxDatabase }> => {
  const { name, options } = deps.database ?? { name: OUTBOX_DATABASE }
  const db = new OutboxDatabase(name, options)
  await db.open()
  return {
    db,
    shelf: createDexieShelf({ db, subtle: deps.subtle, random: deps.random }),
    replica: createDexieReplica({ db, subtle: deps.subtle }),
    media: null,
    close: () => {
      db.close()
    },
  }
}

/** What only a page needs; without it no attachments are kept. */
export interface PageParts {
  readonly sealing?: Sealing
}

/** Rejects like `openRows`: the app then shows `createNoOutbox`. */
export const openOutbox = async (deps: OutboxDeps & RowsDeps & PageParts): Promise<Outbox> => {
  const { sealing } = deps
  const rows = await openRows(deps)
  const media = sealing ? openStoredMedia({ ...deps, sealing }, rows.db) : null
  const office = deps.office()
  // The service worker wakes without published data; what it needs to judge receipts lies beside the queue.
  if (office)
    await rows.db.office.put({ name: 'self', receiptKeys: office.receiptKeys }).catch(() => {})
  void layReserve(rows.db, deps.random).catch(() => {})
  void removeOrphans(rows.db, deps.clock.now()).catch(() => {})
  return createOutbox(deps, { ...rows, media })
}

export interface BrowserParts {
  readonly host: HostPorts
  readonly subtle: SubtleCrypto
}

/** What the service worker gives to `wakeOnce`. */
export const outboxHost = ({ host, subtle }: BrowserParts): OutboxHost & RowsDeps => {
  const { clock, random, timers, http, locks, verify } = host
  return { clock, random, timers, http, locks, subtle, ...verify }
}

/** What a page gives to `openOutbox`. Only for a secure context: elsewhere nothing is stored. */
export const outboxDeps = (
  parts: BrowserParts &
    Pick<OutboxDeps, 'seal' | 'office'> &
    Required<Pick<OutboxDeps, 'requestWake' | 'jar' | 'media'>> &
    Required<PageParts>,
): OutboxDeps & RowsDeps & PageParts => ({
  ...outboxHost(parts),
  channel: parts.host.openChannel('iltod-outbox'),
  connectivity: parts.host.connectivity,
  seal: parts.seal,
  office: parts.office,
  requestWake: parts.requestWake,
  askToKeep: () => void parts.host.persistence.ask(),
  jar: parts.jar,
  media: parts.media,
  sealing: parts.sealing,
})
