// Puts the field plane together in a page. Loaded when the search box answers: a look-up never waits for it.
import { ageSeal, ageSealStream } from '../platform/age-seal.ts'
import { createWakeRequest } from '../platform/background-sync.ts'
import { createMediaNetwork } from '../platform/media-network.ts'
import { createPreferences } from '../platform/preferences.ts'
import { createTraceCookies } from '../platform/trace-cookies.ts'
import { createTusUpload } from '../platform/tus-upload.ts'
import { startSha256 } from '../platform/web-crypto.ts'
import { createNoOutbox } from '../store/outbox/no-outbox.ts'
import { openOutbox, outboxDeps } from '../store/outbox/open-outbox.ts'
import type { Outbox } from '../store/outbox/outbox.ts'
import { createUnsavedSender } from '../store/outbox/send-unsaved.ts'
import { WAKE_TAG } from '../store/outbox/wake-tag.ts'
import type { Published } from '../store/published/published.ts'
import { officeView } from '../sync/outbox/office.ts'
import type { OfficeView } from '../sync/outbox/ports.ts'
import type { HostPorts } from '../sync/ports.ts'

export interface FieldParts {
  readonly view: Window & typeof globalThis
  readonly host: HostPorts
  readonly published: Published
  /** Monotonic time of the last round in which the server was heard; null before the first. */
  readonly heard: () => number | null
}

/** Whom to seal to and whose receipts to believe, as the newest verified publication says. */
const createOffice =
  ({ published, heard }: FieldParts) =>
  (): OfficeView | null => {
    const trust = published.trust()
    const checkpoint = published.status().data
    return trust && checkpoint ? officeView({ trust, checkpoint, heardMs: heard() }) : null
  }

export const openField = async (parts: FieldParts): Promise<Outbox> => {
  const { view, host } = parts
  const asking = { http: host.http, sha256: host.verify.sha256 }
  if (!host.secure) return createNoOutbox({ ...asking, sendUnsaved: null })
  const { subtle } = view.crypto
  const requestWake = createWakeRequest(view.navigator.serviceWorker)
  const deps = outboxDeps({
    host,
    subtle,
    seal: ageSeal,
    office: createOffice(parts),
    requestWake: () => void requestWake(WAKE_TAG),
    media: {
      carry: createTusUpload(host.http),
      network: createMediaNetwork(
        view,
        createPreferences(() => view.localStorage),
      ),
    },
    sealing: { sealStream: ageSealStream, startSha256, clock: host.clock },
    jar: createTraceCookies(view.document, view.location.protocol === 'https:'),
  })
  return openOutbox(deps).catch(() =>
    createNoOutbox({ ...asking, sendUnsaved: createUnsavedSender(deps) }),
  )
}
