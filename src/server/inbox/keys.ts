// The inbox's keys out of the server's key file: the newest receipt key signs, all seal keys open. The file is read again when
// it was changed, for keys are rotated beside a running server.
import { Decrypter } from 'age-encryption'
import { createSigner } from '../crypto/node-ports.ts'
import { currentKey, type KeyFile, keyFileStamp, loadKeys } from '../keys/key-files.ts'
import type { OfficeKeys, OpenStream, OpenedSeal } from './ports.ts'

/** `fitsNone` is told once the header is whole and no identity of ours fits. */
const decrypterFor = (identities: readonly string[], fitsNone: () => void): Decrypter => {
  const decrypter = new Decrypter()
  identities.forEach((identity) => {
    decrypter.addIdentity(identity)
  })
  // Asked last: reached only when the header is whole and none of our identities fits.
  decrypter.addIdentity({
    unwrapFileKey: () => {
      fitsNone()
      return null
    },
  })
  return decrypter
}

const openAs = async <T>(
  identities: readonly string[],
  open: (decrypter: Decrypter) => Promise<T>,
): Promise<T | { readonly kind: 'not-ours' | 'damaged' }> => {
  let kind: 'not-ours' | 'damaged' = 'damaged'
  const decrypter = decrypterFor(identities, () => (kind = 'not-ours'))
  try {
    return await open(decrypter)
  } catch {
    return { kind }
  }
}

const openWith = (identities: readonly string[], sealed: Uint8Array): Promise<OpenedSeal> =>
  openAs(identities, async (decrypter) => ({
    kind: 'opened' as const,
    text: new Uint8Array(await decrypter.decrypt(sealed)),
  }))

const streamWith =
  (identities: readonly string[]): OpenStream =>
  (sealed) =>
    openAs(identities, async (decrypter) => ({
      kind: 'opened' as const,
      content: await decrypter.decrypt(sealed),
    }))

/** Throws when the newest receipt key has no private half here: the server could give no receipt. */
export const inboxKeys = (keys: Pick<KeyFile, 'receipt' | 'seal'>): OfficeKeys => {
  const { id, privatePem } = currentKey(keys.receipt)
  if (privatePem === undefined) throw new Error('the receipt key is not on this server')
  const identities = keys.seal.map((key) => key.identity)
  return {
    receipt: { id, sign: createSigner(privatePem) },
    receiptKeys: keys.receipt,
    openSealed: (sealed) => openWith(identities, sealed),
    openStream: streamWith(identities),
  }
}

/** What can't be read leaves the keys as they were, and is reported once. Throws when the file can't be read now. */
export const liveInboxKeys = (dataDir: string, report: (error: Error) => void): OfficeKeys => {
  let stamp = keyFileStamp(dataDir)
  let keys = inboxKeys(loadKeys(dataDir))
  const current = (): OfficeKeys => {
    const now = keyFileStamp(dataDir)
    if (now === stamp) return keys
    stamp = now
    try {
      keys = inboxKeys(loadKeys(dataDir))
    } catch {
      // Without the cause: its message may quote the file.
      report(new Error('the key file was changed and cannot be read; the keys before stay in use'))
    }
    return keys
  }
  return {
    get receipt() {
      return current().receipt
    },
    get receiptKeys() {
      return current().receiptKeys
    },
    openSealed: (sealed) => current().openSealed(sealed),
    openStream: (sealed) => current().openStream(sealed),
  }
}
