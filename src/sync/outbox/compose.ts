// Turns what a person wrote into the row that will be saved: numbered, timed, sealed, signed, with a claim code of its own
// (EVT-1 … EVT-5, CLAIM-1). Nothing is stored here.
import { bytesToBase64Url, bytesToHex, utf8ToBytes } from '../../base/bytes.ts'
import type { Clock } from '../../base/clock.ts'
import type { Sha256 } from '../../base/crypto.ts'
import { createUuidV7 } from '../../base/ids.ts'
import type { Random } from '../../base/random.ts'
import { type Result, err, ok } from '../../base/result.ts'
import type { ItemCopy } from '../../domain/event/item.ts'
import {
  BoardPostedBody,
  type FieldEvent,
  MAX_TEXT_BYTES,
  QuestionBody,
  TranslationBody,
} from '../../domain/event/schema.ts'
import { SLIP_SECRET_BYTES, claimHash, drawClaimCode, slipHash } from '../../protocol/claim-code.ts'
import { encodeEventText } from '../../protocol/event-text.ts'
import { encodeParcel } from '../../protocol/parcel.ts'
import type { DeviceIdentity, OfficeView, SavedItem, Seal } from './ports.ts'

export interface ComposeDeps {
  readonly clock: Clock
  readonly random: Random
  readonly sha256: Sha256
  readonly seal: Seal
}

export interface Written {
  readonly copy: Omit<ItemCopy, 'claimCode'>
  readonly identity: DeviceIdentity
  readonly office: OfficeView
  readonly draft: string | null
}

export type ComposeError =
  { readonly kind: 'text-too-long' } | { readonly kind: 'sealing-unavailable' }

export type TextError = { readonly kind: 'text-empty' } | { readonly kind: 'text-too-long' }

/** Blank means nothing but white space; what is not blank stays letter for letter. */
export const judgeText = (text: string): TextError | null => {
  if (!/\S/.test(text)) return { kind: 'text-empty' }
  return utf8ToBytes(text).length > MAX_TEXT_BYTES ? { kind: 'text-too-long' } : null
}

/** Throws on a place, programme or word that is no id: screens choose them from what there is. */
const bodyOf = ({ kind, board, word, site, programme, year, text }: Written['copy']) => {
  if (kind === 'board-posted') return BoardPostedBody.parse(board)
  if (kind === 'translation') return TranslationBody.parse({ ...word, text })
  return QuestionBody.parse({ site, programme, year, text })
}

const describe = (deps: ComposeDeps, id: string, written: Written): FieldEvent => {
  const { clock, sha256 } = deps
  const { identity, office } = written
  return {
    v: 1,
    id,
    device: bytesToHex(sha256(identity.publicKey)),
    replica: identity.replica,
    seq: identity.seq,
    kind: written.copy.kind,
    created: {
      deviceMs: Math.round(clock.now()),
      sinceSyncMs:
        office.heardMs === null
          ? null
          : Math.max(0, Math.round(clock.monotonic() - office.heardMs)),
      checkpointMs: office.checkpointMs,
    },
    body: bodyOf(written.copy),
    attachments: (written.copy.attachments ?? []).map(({ sha256: name, bytes, type }) => ({
      sha256: name,
      bytes,
      type,
    })),
  }
}

const sealOrNull = async (deps: ComposeDeps, recipient: string, text: Uint8Array<ArrayBuffer>) => {
  try {
    return await deps.seal(recipient, text)
  } catch {
    return null
  }
}

export const composeQuestion = async (
  deps: ComposeDeps,
  written: Written,
): Promise<Result<SavedItem, ComposeError>> => {
  const { identity, office } = written
  const id = createUuidV7(deps.clock, deps.random)
  const text = encodeEventText(describe(deps, id, written))
  if (!text) return err({ kind: 'text-too-long' })
  const sealed = await sealOrNull(deps, office.recipient, text)
  if (!sealed) return err({ kind: 'sealing-unavailable' })
  const claimCode = drawClaimCode(deps.random)
  const slipSecret = deps.random.bytes(SLIP_SECRET_BYTES)
  const head = {
    id,
    publicKey: identity.publicKey,
    claim: claimHash(deps.sha256, claimCode),
    slip: slipHash(deps.sha256, slipSecret),
  }
  const parcel = await encodeParcel(head, sealed, identity.sign)
  return ok({
    id,
    savedMs: deps.clock.now(),
    parcel,
    hash: bytesToHex(deps.sha256(parcel)),
    copy: { ...written.copy, claimCode },
    slipSecret: bytesToBase64Url(slipSecret),
    receiptKeys: office.receiptKeys,
    draft: written.draft,
  })
}
