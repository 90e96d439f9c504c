// Merkle trees as LEAF-1 and PACK-21 say: leaves and nodes carry different first bytes, a lone node moves up unchanged.
import { concatBytes, type Bytes } from '../base/bytes.ts'
import type { Sha256 } from '../base/crypto.ts'

export const HASH_BYTES = 32
const LEAF = Uint8Array.of(0)
const NODE = Uint8Array.of(1)

/** SHA-256(0x00 ‖ parts): of a salted statement, or of a head, which needs no salt. */
export const hashLeaf = (sha256: Sha256, ...parts: readonly Uint8Array[]): Bytes =>
  sha256(concatBytes(LEAF, ...parts))

export const hashNode = (sha256: Sha256, left: Uint8Array, right: Uint8Array): Bytes =>
  sha256(concatBytes(NODE, left, right))

const levelAbove = (level: readonly Bytes[], sha256: Sha256): Bytes[] => {
  const above: Bytes[] = []
  for (let i = 0; i < level.length; i += 2) {
    const right = level[i + 1]
    above.push(right ? hashNode(sha256, level[i]!, right) : level[i]!)
  }
  return above
}

/** 32 zero bytes for no leaves. */
export const merkleRoot = (leaves: readonly Bytes[], sha256: Sha256): Bytes => {
  if (leaves.length === 0) return new Uint8Array(HASH_BYTES)
  let level = leaves
  while (level.length > 1) level = levelAbove(level, sha256)
  return level[0]!
}

export interface PathStep {
  /** The sibling stands to the left of what was hashed so far. */
  readonly left: boolean
  readonly sibling: Bytes
}

/** From the leaf upwards, one path for each leaf; levels at which a node is alone add no step. */
export const merklePaths = (leaves: readonly Bytes[], sha256: Sha256): PathStep[][] => {
  const paths = leaves.map((): PathStep[] => [])
  let level = leaves
  for (let height = 0; level.length > 1; height++) {
    paths.forEach((path, index) => {
      const at = index >> height
      const sibling = level[at ^ 1]
      if (sibling) path.push({ left: (at & 1) === 1, sibling })
    })
    level = levelAbove(level, sha256)
  }
  return paths
}

/** Where leaf and path lead. Neither index nor number of leaves is asked for: what is not hashed could be altered unseen. */
export const rootFromPath = (leaf: Bytes, path: readonly PathStep[], sha256: Sha256): Bytes =>
  path.reduce(
    (hash, step) =>
      step.left ? hashNode(sha256, step.sibling, hash) : hashNode(sha256, hash, step.sibling),
    leaf,
  )
