// One-use codes that tell a device which places it shall hold: a town, or the whole banner. What a device holds is public
// anyway; the code spares the cadre the choosing, and later issues bind rights to it.
import { createHash, randomInt } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Clock } from '../../base/clock.ts'
import type { Place } from '../../domain/place/schema.ts'
import type { Database } from '../store/database.ts'

export interface EnrolmentDeps {
  readonly db: Kysely<Database>
  readonly clock: Clock
  readonly places: readonly Place[]
}

/** Without 0 O 1 I L U: read out over the telephone, typed with gloves. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ'
const LENGTH = 10
const VALID_MS = 7 * 86_400_000

const normalise = (code: string): string => code.toUpperCase().replace(/[^0-9A-Z]/g, '')

const hashCode = (code: string): string =>
  createHash('sha256')
    .update(`iltod enrolment ${normalise(code)}`)
    .digest('hex')

/** `ABCDE-23456`, valid once within seven days; null when there is no such place. */
export const makeEnrolment = async (deps: EnrolmentDeps, scope: string): Promise<string | null> => {
  if (!deps.places.some((place) => place.id === scope)) return null
  const letters = Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]!).join(
    '',
  )
  const code = `${letters.slice(0, 5)}-${letters.slice(5)}`
  await deps.db
    .insertInto('enrolment')
    .values({ code_hash: hashCode(code), scope, made_ms: deps.clock.now(), used_ms: null })
    .execute()
  return code
}

/** The place a code stands for; null when it is wrong, used or too old. Using it up and reading it are one statement. */
export const useEnrolment = async (deps: EnrolmentDeps, code: string): Promise<string | null> => {
  const now = deps.clock.now()
  const row = await deps.db
    .updateTable('enrolment')
    .set({ used_ms: now })
    .where('code_hash', '=', hashCode(code))
    .where('used_ms', 'is', null)
    .where('made_ms', '>', now - VALID_MS)
    .returning('scope')
    .executeTakeFirst()
  return row?.scope ?? null
}
