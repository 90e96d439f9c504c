// The inbox's keys out of the server's key file: the newest receipt key signs, all seal keys open.
import { Decrypter } from 'age-encryption'
import { createSigner } from '../crypto/node-ports.ts'
import { currentKey, type KeyFile } from '../keys/key-files.ts'
import type { InboxKeys, OpenedSeal } from './ports.ts'

const openWith = async (identities: readonly string[], sealed: Uint8Array): Promise<OpenedSeal> => {
  const decrypter = new Decrypter()
  identities.forEach((identity) => {
    decrypter.addIdentity(identity)
  })
  // Asked last: reached only when the header is whole and none of our identities fits.
  let fitsNone = false as boolean
  decrypter.addIdentity({
    unwrapFileKey: () => {
      fitsNone = true
      return null
    },
  })
  try {
    return { kind: 'opened', text: new Uint8Array(await decrypter.decrypt(sealed)) }
  } catch {
    return { kind: fitsNone ? 'not-ours' : 'damaged' }
  }
}

/** Throws when the newest receipt key has no private half here: the server could give no receipt. */
export const inboxKeys = (keys: Pick<KeyFile, 'receipt' | 'seal'>): InboxKeys => {
  const { id, privatePem } = currentKey(keys.receipt)
  if (privatePem === undefined) throw new Error('the receipt key is not on this server')
  const identities = keys.seal.map((key) => key.identity)
  return {
    receipt: { id, sign: createSigner(privatePem) },
    receiptKeys: keys.receipt,
    openSealed: (sealed) => openWith(identities, sealed),
  }
}
