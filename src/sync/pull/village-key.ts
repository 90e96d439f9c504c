// The key of a village's sealed part, as it stands behind `#k=` on the village's boards and slips (PULL-13).
import { base64UrlToBytes } from '../../base/bytes.ts'
import type { Bytes } from '../../base/bytes.ts'

const KEY_BYTES = 32

export const villageKeyId = (site: string): string => `key ${site}`

/** Null when the text is no key. */
export const parseVillageKey = (text: string): Bytes | null => {
  const bytes = base64UrlToBytes(text)
  return bytes?.length === KEY_BYTES ? bytes : null
}
