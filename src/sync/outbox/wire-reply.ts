// What an answer to one of our own requests is worth before anything in it is believed: ours, or which fault of the way
// (ERR-2). A refusal counts as ours only in our shape and with the registry's status.
import type { Bytes } from '../../base/bytes.ts'
import { bytesToUtf8 } from '../../base/bytes.ts'
import type { Result } from '../../base/result.ts'
import { ERRORS, ErrorBody, type FaultCode, isErrorCode } from '../../protocol/errors.ts'
import type { HttpFailure, HttpReply } from '../ports.ts'

export type WireReply =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'error'; readonly error: ErrorBody; readonly askedMs: number | null }
  | { readonly kind: 'fault'; readonly code: FaultCode; readonly askedMs: number | null }

const fault = (code: FaultCode, askedMs: number | null = null): WireReply => ({
  kind: 'fault',
  code,
  askedMs,
})

const FAILURE_CODES: Readonly<Record<HttpFailure['kind'], FaultCode>> = {
  offline: 'no-network',
  cut: 'cut-short',
  'too-long': 'portal',
}

const OPEN_BRACE = 0x7b

const parseJson = (bytes: Bytes): { readonly value: unknown } | null => {
  try {
    return { value: JSON.parse(bytesToUtf8(bytes)) }
  } catch {
    return null
  }
}

/** Seconds; a date would need a clock that can be trusted. */
const retryAfterMs = (reply: HttpReply): number | null => {
  const text = reply.header('retry-after') ?? ''
  return /^\d{1,6}$/.test(text) ? Number(text) * 1_000 : null
}

const judgeSuccess = (reply: HttpReply): WireReply => {
  const json = parseJson(reply.bytes)
  if (json) return { kind: 'json', ...json }
  return reply.bytes.length === 0 || reply.bytes[0] === OPEN_BRACE
    ? fault('cut-short')
    : fault('portal')
}

/** Ours only with the status that its code has; a code of a newer server has no status here to compare. */
const ourError = (reply: HttpReply): ErrorBody | null => {
  const body = ErrorBody.safeParse(parseJson(reply.bytes)?.value)
  if (!body.success) return null
  const { code } = body.data
  return !isErrorCode(code) || ERRORS[code].status === reply.status ? body.data : null
}

const faultOfStatus = (status: number): FaultCode => {
  if (status < 400 || status === 511) return 'portal'
  if (status === 429 || status === 503) return 'server-busy'
  if (status === 413) return 'too-large-on-the-way'
  return status < 500 ? 'refused-on-the-way' : 'server-fault'
}

export const judgeWireReply = (reply: Result<HttpReply, HttpFailure>): WireReply => {
  if (!reply.ok) return fault(FAILURE_CODES[reply.error.kind])
  const { status, foreign } = reply.value
  if (foreign) return fault('portal')
  if (status >= 200 && status < 300) return judgeSuccess(reply.value)
  const askedMs = retryAfterMs(reply.value)
  const error = ourError(reply.value)
  return error ? { kind: 'error', error, askedMs } : fault(faultOfStatus(status), askedMs)
}
