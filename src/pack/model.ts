// What the published files say once decoded. The rules are in SPEC.md; every consumer (phone, plain pages, print, verify)
// reads these shapes and nothing else. Days are `YYYY-MM-DD` in Asia/Shanghai; money is fen; quantities thousandths;
// rates ten-thousandths of a yuan. Unknown parts of newer files are ignored when read and kept as received when stored.
import type { Audience, DisclosureClass, Policy, PolicySource } from './domain-types.ts'
import type { CorrectionReason, PaymentState, RosterKind } from './domain-types.ts'
import type { Place, Programme } from './domain-types.ts'

export interface LedgerPayee {
  /** Ordinal within the site; never reused, stable over years (PACK-6). */
  readonly number: number
  readonly name: string
  /** Index into `Ledger.groups`, or -1 where no group is known. */
  readonly group: number
  /** Last four of the ID number where the programme's schedule allows it; '' otherwise. */
  readonly lastFour: string
  /** Set when this number was merged into another: "see no. …". */
  readonly see?: number
}

export interface RosterCorrection {
  readonly version: number
  readonly day: string
  readonly reason: CorrectionReason
  readonly text: string
}

export interface LedgerRoster {
  /** `programme/year/batch/kind`: with the site in front this is `rosterKey`. */
  readonly id: string
  readonly programme: string
  readonly year: number
  readonly batch: string
  readonly kind: RosterKind
  readonly version: number
  readonly title: string
  readonly class: DisclosureClass
  readonly audience: Audience
  /** Day of publication of this roster's first version. */
  readonly published: string
  /** Notice period, both days inclusive; null for a result. */
  readonly notice: { readonly from: string; readonly to: string } | null
  /** First day on which this form must not be shown any more; null = no end (PACK-10). */
  readonly until: string | null
  readonly unit: string
  /** The roster's own uniform rate of this place; null where there is none: the lines are then "as approved". */
  readonly rate: number | null
  /** Sums over the whole roster, as the office published it. Null where MASK-3 forbids a sum here. */
  readonly persons: number | null
  readonly amountFen: number | null
  /** Bank memo by which the money is recognised. */
  readonly memo: string | null
  readonly corrections: readonly RosterCorrection[]
}

/** One printed line of one payee in one roster. Key: roster id + payee number + ordinal (PACK-7). */
export interface LedgerLine {
  readonly roster: number
  readonly ordinal: number
  readonly quantity: number | null
  readonly rate: number | null
  readonly amountFen: number | null
  readonly state: PaymentState
  /** The value before a correction of reason `figure`, shown struck out. */
  readonly was?: { readonly quantity: number | null; readonly amountFen: number | null }
}

/** A masked roster: its own list, masked name and amount only, in an order that only these decide (MASK-1). */
export interface MaskedList {
  readonly roster: number
  readonly rows: readonly { readonly name: string; readonly amountFen: number }[]
}

/** Sum of a `counts` roster over this place or, pooled, over several of its children (MASK-3). */
export interface CountsCell {
  readonly programme: string
  readonly year: number
  readonly batch: string
  readonly kind: RosterKind
  readonly persons: number
  readonly amountFen: number
  /** True when several places below, each with fewer than five persons, are shown together here. */
  readonly pooled: boolean
  readonly until: string | null
}

/** What the places below, or under a department's programmes, publish themselves, added up (PACK-14). */
export interface SumCell {
  readonly programme: string
  readonly year: number
  readonly batch: string
  readonly kind: RosterKind
  /** How many places' rosters are in it. */
  readonly sites: number
  readonly persons: number
  readonly amountFen: number
  /** The earliest `until` of these rosters. */
  readonly until: string | null
}

export interface WithdrawnRoster {
  readonly id: string
  readonly version: number
  readonly day: string
  readonly reason: CorrectionReason | 'expired' | 'void'
}

export interface SealedBlock {
  /** Base64url. AES-256-GCM under the village key; plaintext is the gzip of a LedgerCore in its wire form (PACK-12). */
  readonly nonce: string
  readonly data: string
}

/** The part of a ledger that exists once in the open and, for what only the village may read, once sealed. */
export interface LedgerCore {
  readonly groups: readonly string[]
  /** Two-digit number of each of `groups` within its village: place code and number are the group's id (PACK-13). */
  readonly groupNumbers: readonly number[]
  readonly payees: readonly LedgerPayee[]
  readonly rosters: readonly LedgerRoster[]
  /** Lines of one payee, by position in `payees`. Decoded on demand. */
  readonly linesOf: (payee: number) => readonly LedgerLine[]
  readonly masked: readonly MaskedList[]
}

export interface Ledger extends LedgerCore {
  readonly site: string
  /** 32 bytes, base64url; salts of the leaves come from it. Empty in a short ledger, which has none. */
  readonly seed: string
  /** In a short ledger alone: the first year that is in it whole. The rest was published too, and stands in the whole one (PACK-29). */
  readonly from?: number
  readonly counts: readonly CountsCell[]
  readonly sums: readonly SumCell[]
  readonly withdrawn: readonly WithdrawnRoster[]
  readonly sealed: SealedBlock | null
}

/** A line as the publisher hands it over: with the payee's number, in any order. */
export interface LedgerLineInput extends LedgerLine {
  /** `LedgerPayee.number`, not a position. `roster` is an index into the input's `rosters`. */
  readonly payee: number
}

export interface LedgerCoreInput {
  readonly groups: readonly string[]
  /** Parallel to `groups`; left out, they count from 1 in the order of names. */
  readonly groupNumbers?: readonly number[]
  readonly payees: readonly LedgerPayee[]
  readonly rosters: readonly LedgerRoster[]
  readonly lines: readonly LedgerLineInput[]
  readonly masked: readonly MaskedList[]
}

/** What `encodeLedger` takes: a ledger with its lines as one plain list. */
export interface LedgerInput extends LedgerCoreInput {
  readonly site: string
  readonly seed: string
  readonly from?: number
  readonly counts: readonly CountsCell[]
  readonly sums: readonly SumCell[]
  readonly withdrawn: readonly WithdrawnRoster[]
  readonly sealed: SealedBlock | null
}

export interface ContentRef {
  /** SHA-256 of the file, hex; fetched from /published/files/<hash>. */
  readonly hash: string
  readonly bytes: number
  readonly type: string
  readonly name: string
}

export interface Post {
  readonly id: string
  readonly kind: 'notice' | 'post' | 'answer'
  readonly channel: '党务' | '政务' | '村务' | '财务'
  readonly title: string
  readonly day: string
  readonly until: string | null
  /** Short plain text; long bodies and pictures are `files`. */
  readonly text: string
  /** Roster this notice speaks of. */
  readonly roster: string | null
  readonly files: readonly ContentRef[]
}

export interface Posts {
  readonly site: string
  readonly posts: readonly Post[]
}

export interface CatalogueSettings {
  readonly bannerName: string
  readonly demo: boolean
  readonly scriptOrder: 'zh-first' | 'mn-first'
  /** Office that answers MASK-2's "ask …" and questions: name and telephone, null when not collected. */
  readonly contact: { readonly name: string; readonly phone: string | null }
}

/** Places, programmes, pinyin and settings: needed to open the first village. Policies are their own pack. */
export interface Catalogue {
  readonly places: readonly Place[]
  readonly programmes: readonly Programme[]
  /** syllable → the characters that occur in published names and may be read so. */
  readonly pinyin: Readonly<Record<string, string>>
  readonly settings: CatalogueSettings
}

export interface Policies {
  readonly policies: readonly Policy[]
  readonly sources: readonly PolicySource[]
}

/** One publication (PACK-20). `hash` names content, not the daily signature. */
export interface Checkpoint {
  readonly number: number
  readonly previous: string
  readonly root: string
  readonly trustVersion: number
  /** When this content was published / when it was last signed anew, ms since 1970. */
  readonly changedMs: number
  readonly checkedMs: number
  readonly hash: string
}

/** What /published/sites/<code> says of one site; also used for `catalogue` and `policies`, whose `posts` are null. */
export interface SiteHead {
  readonly site: string
  readonly ledger: PackRef
  /** Merkle root over the ledger's salted statements, hex; all zeros for packs without leaves. */
  readonly ledgerRoot: string
  readonly posts: PackRef | null
  /** To begin with: the catalogue without other names and readings (PACK-28), the newest years of a large ledger (PACK-29). */
  readonly short?: PackRef
}

export interface PackRef {
  /** SHA-256 of the gzip bytes, hex: the file's name under /published/packs/. */
  readonly hash: string
  readonly bytes: number
}

export type KeyRole = 'publish' | 'receipt' | 'seal' | 'commission'

export interface TrustKey {
  readonly id: string
  readonly role: KeyRole
  /** `p256`: uncompressed point, base64url. `age`: a recipient string `age1…`. */
  readonly kind: 'p256' | 'age'
  readonly key: string
  /** Checkpoint numbers for which the key is valid, both inclusive; `to` null = until further notice. */
  readonly from: number
  readonly to: number | null
}

export interface Restart {
  /** A true restart: the first number published after a restore, and its checkpoint hash. */
  readonly number: number
  readonly hash: string
  readonly day: string
  readonly reason: string
}

export interface Trust {
  readonly version: number
  readonly keys: readonly TrustKey[]
  readonly restarts: readonly Restart[]
  /** SHA-256 of the root public key, hex. The phone pins it; boards and slips carry its first 8 hex digits. */
  readonly rootHash: string
}

/** Why a phone refuses what it was offered. Each has a sentence in the locale area `refusal`. */
export type Refusal =
  | { readonly kind: 'unreadable' } // not our format at all: a captive portal's page, a truncated file
  | { readonly kind: 'too-new' } // a format version this shell does not know: update the shell
  | { readonly kind: 'other-root' } // signed by another root than the pinned one
  | { readonly kind: 'bad-signature' }
  | { readonly kind: 'key-not-valid' } // known key, not for this checkpoint number
  | { readonly kind: 'older' } // an older checkpoint or trust list offered again
  | { readonly kind: 'two-versions' } // same number, other content, no restart note
  | { readonly kind: 'wrong-site' }
  | { readonly kind: 'bad-proof' } // site head not under the checkpoint's root
  | { readonly kind: 'damaged' } // pack bytes do not have the named hash
