// Sealing with age. Its code is a chunk of its own, loaded at the first save and precached with the shell. X25519 runs on the
// library's own arithmetic where WebCrypto has none (Chromium below 133, Safari below 17).
import type { Bytes } from '../base/bytes.ts'
import type { Seal } from '../sync/outbox/ports.ts'
import type { SealStream } from '../sync/media/ports.ts'

export const ageSeal: Seal = async (recipient, plaintext) => {
  const { Encrypter } = await import('age-encryption')
  const encrypter = new Encrypter()
  encrypter.addRecipient(recipient)
  return new Uint8Array(await encrypter.encrypt(plaintext))
}

/** Piece by piece: a film never lies in memory as a whole. */
export const ageSealStream: SealStream = async (recipient, content) => {
  const { Encrypter } = await import('age-encryption')
  const encrypter = new Encrypter()
  encrypter.addRecipient(recipient)
  return (await encrypter.encrypt(content)) as ReadableStream<Bytes>
}
