// Enrolling a device: a code from the office, typed once, says which place this device may hold whole. The code proves the
// right to ask; what is fetched then is public like everything else.
import * as z from 'zod/mini'
import { bytesToUtf8, utf8ToBytes } from '../base/bytes.ts'
import { err, ok, type Result } from '../base/result.ts'
import type { Http } from '../sync/ports.ts'

export type EnrolError =
  | { readonly kind: 'no-network' }
  | { readonly kind: 'unknown-code' } // mistyped, used up, or run out
  | { readonly kind: 'busy' } // too many tries, or the server is away
export type Enrol = (code: string) => Promise<Result<string, EnrolError>>

const REPLY_LIMIT = 4096
const Scope = z.object({ scope: z.string().check(z.regex(/^(\d{6}|\d{9}|\d{12}|d-[a-z0-9-]+)$/)) })

const scopeIn = (bytes: Uint8Array): string | null => {
  try {
    const parsed = Scope.safeParse(JSON.parse(bytesToUtf8(bytes)))
    return parsed.success ? parsed.data.scope : null
  } catch {
    return null
  }
}

export const createEnrol =
  (http: Http): Enrol =>
  async (code) => {
    const reply = await http.send({
      method: 'POST',
      path: '/api/enrol',
      headers: { 'content-type': 'application/json' },
      body: utf8ToBytes(JSON.stringify({ code })),
      limitBytes: REPLY_LIMIT,
    })
    if (!reply.ok || reply.value.foreign) return err({ kind: 'no-network' })
    const { status, bytes } = reply.value
    if (status === 429 || status >= 500) return err({ kind: 'busy' })
    const scope = status === 200 ? scopeIn(bytes) : null
    return scope === null ? err({ kind: 'unknown-code' }) : ok(scope)
  }
