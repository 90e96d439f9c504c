// What one site has published, as text that the checkpoint's root covers (PACK-21). Also used for the two packs that belong
// to no site. Lines may be added at the end; the proof covers them and an older reader passes over them.
import { utf8ToBytes, type Bytes } from '../base/bytes.ts'
import { ok, type Result } from '../base/result.ts'
import { hashLeaf } from './merkle.ts'
import type { PackRef, Refusal, SiteHead } from './model.ts'
import type { Sha256 } from '../base/crypto.ts'
import { hashFromWire, hashToWire, judgeFirstLine, UNREADABLE } from './wire.ts'
import { err } from '../base/result.ts'

/** Heads of packs that belong to all sites stand in the same tree under these names. */
export const CATALOGUE_HEAD = 'catalogue'
export const POLICIES_HEAD = 'policies'
/** `SiteHead.ledgerRoot` of packs without leaves. */
export const NO_LEAVES_ROOT = '0'.repeat(64)

const HASH = '[A-Za-z0-9_-]{43}'
const COUNT = '0|[1-9]\\d{0,9}'
const HEAD = new RegExp(
  `^iltod-head/1\\n([a-z0-9-]{1,60})\\n(${HASH}) (${COUNT})\\n(${HASH})\\n(?:(${HASH}) (${COUNT}))?\\n(?:(${HASH}) (${COUNT})\\n)?(?:[^\\n]*\\n)*$`,
)

const refToLine = (ref: PackRef | null): string =>
  ref ? `${hashToWire(ref.hash)} ${ref.bytes}` : ''

export const encodeHead = ({ site, ledger, ledgerRoot, posts, short }: SiteHead): string =>
  [
    'iltod-head/1',
    site,
    refToLine(ledger),
    hashToWire(ledgerRoot),
    refToLine(posts),
    ...(short ? [refToLine(short)] : []),
    '',
  ].join('\n')

const refFromParts = (hash: string | undefined, bytes: string | undefined): PackRef | null => {
  const hex = hashFromWire(hash)
  return hex === null ? null : { hash: hex, bytes: Number(bytes) }
}

export const decodeHead = (text: string): Result<SiteHead, Refusal> => {
  const refusal = judgeFirstLine(text, 'iltod-head', 1)
  if (refusal) return err(refusal)
  const match = HEAD.exec(text)
  if (!match) return UNREADABLE
  const ledger = refFromParts(match[2], match[3])
  const ledgerRoot = hashFromWire(match[4])
  const posts = refFromParts(match[5], match[6])
  if (!ledger || ledgerRoot === null || (match[5] !== undefined && !posts)) return UNREADABLE
  const short = refFromParts(match[7], match[8])
  return ok({ site: match[1]!, ledger, ledgerRoot, posts, ...(short && { short }) })
}

/** Every pack that the head names. */
export const refsOfHead = ({ ledger, posts, short }: SiteHead): readonly PackRef[] => [
  ledger,
  ...(posts ? [posts] : []),
  ...(short ? [short] : []),
]

/** Leaf of the checkpoint's tree. */
export const hashHead = (text: string, sha256: Sha256): Bytes => hashLeaf(sha256, utf8ToBytes(text))
