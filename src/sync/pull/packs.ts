// Packs as they lie in the vault, each compared with its name whenever it is read (PULL-6).
import type { Bytes } from '../../base/bytes.ts'
import { bytesToHex } from '../../base/bytes.ts'
import type { Sha256 } from '../../base/crypto.ts'
import type { Vault } from './ports.ts'

export interface PackReading {
  /** A copy that has its name; null when none has, or none is here. */
  readonly whole: Bytes | null
  readonly damaged: boolean
  /** False when the vault itself failed: nothing is known then. */
  readonly known: boolean
}

const UNKNOWN: PackReading = { whole: null, damaged: false, known: false }

/** Reads a pack; a whole second copy is written over a damaged first one. */
export const readPack = async (
  vault: Vault,
  sha256: Sha256,
  hash: string,
): Promise<PackReading> => {
  const copies = await vault.read('packs', hash)
  if (!copies.ok) return UNKNOWN
  const isWhole = (copy: Bytes) => bytesToHex(sha256(copy)) === hash
  const whole = copies.value.find(isWhole) ?? null
  const damaged = !copies.value.every(isWhole)
  if (whole && damaged) {
    await vault.commit([{ table: 'packs', id: hash, bytes: whole, copies: 2 }])
  }
  return { whole, damaged, known: true }
}
