// What packs of small, plainly written content have in common: bounded unpacking, format and version, a schema.
import type * as z from 'zod/mini'
import type { Bytes } from '../base/bytes.ts'
import { ok, type Result } from '../base/result.ts'
import { gunzipBounded } from './gunzip.ts'
import type { Refusal } from './model.ts'
import { openJson, UNREADABLE } from './wire.ts'

/** Members that the schema does not name are left out (PACK-2). */
export const openPack = <T>(
  bytes: Bytes,
  format: string,
  version: number,
  schema: z.ZodMiniType<T>,
): Result<T, Refusal> => {
  const plain = gunzipBounded(bytes)
  if (!plain.ok) return plain
  const json = openJson(plain.value, format, version)
  if (!json.ok) return json
  const parsed = schema.safeParse(json.value)
  return parsed.success ? ok(parsed.data) : UNREADABLE
}
