// Content-addressed files behind posts: from this device if kept, else from the network; believed only under their hash
// (PULL-15). What no held post names any more goes with the next round that went well.
import { bytesToHex } from '../../base/bytes.ts'
import type { Bytes } from '../../base/bytes.ts'
import { err, ok } from '../../base/result.ts'
import type { Result } from '../../base/result.ts'
import type { Sha256 } from '../../base/crypto.ts'
import type { PullFailure } from '../../sync/pull/failure.ts'
import type { Vault, Write } from '../../sync/pull/ports.ts'
import { judgeReply } from '../../sync/pull/reply.ts'
import type { Http } from '../../sync/ports.ts'
import type { ReadError } from './published.ts'

export interface ContentDeps {
  readonly vault: Vault
  readonly http: Http
  readonly sha256: Sha256
}

const LARGEST_BYTES = 64 * 1024 * 1024
const HASH = /^[0-9a-f]{64}$/

const asReadError = (failure: PullFailure): ReadError => {
  if (failure.kind === 'refused') return failure
  return {
    kind: failure.kind === 'missing' || failure.kind === 'gone' ? 'removed' : 'no-connection',
  }
}

const fetchContent = async ({ http, sha256 }: ContentDeps, hash: string) => {
  const reply = await http.send({
    method: 'GET',
    path: `/published/files/${hash}`,
    limitBytes: LARGEST_BYTES,
  })
  if (!reply.ok) return err<ReadError>({ kind: 'no-connection' })
  const { value } = reply
  if (value.status === 200 && !value.foreign && bytesToHex(sha256(value.bytes)) === hash) {
    return ok(value.bytes)
  }
  const judged = judgeReply(value)
  return err(
    judged.ok
      ? ({ kind: 'refused', refusal: { kind: 'damaged' } } as const)
      : asReadError(judged.error),
  )
}

export const readContent = async (
  deps: ContentDeps,
  hash: string,
  keep: boolean,
): Promise<Result<Bytes, ReadError>> => {
  if (!HASH.test(hash)) return err({ kind: 'not-held' })
  const copies = await deps.vault.read('files', hash)
  const isWhole = (copy: Bytes) => bytesToHex(deps.sha256(copy)) === hash
  const kept = copies.ok ? copies.value.find(isWhole) : undefined
  if (kept) return ok(kept)
  const fetched = await fetchContent(deps, hash)
  if (!fetched.ok || !keep) return fetched
  const stored = await deps.vault.commit([{ table: 'files', id: hash, bytes: fetched.value }])
  return stored.ok ? fetched : err({ kind: 'storage' })
}

/** `named` is asked only when files are kept at all. */
export const sweepContent = async (
  vault: Vault,
  named: () => Promise<ReadonlySet<string>>,
): Promise<void> => {
  const ids = await vault.ids('files')
  if (!ids.ok || ids.value.length === 0) return
  const staying = await named()
  const gone = ids.value.filter((id) => !staying.has(id))
  await vault.commit(gone.map((id): Write => ({ table: 'files', id, bytes: null })))
}
