// Words of the plain pages, zh-CN, from the same files as the app's (locales/zh-CN/plain.json).
import { readFileSync } from 'node:fs'

const words = JSON.parse(
  readFileSync(new URL('../../../../locales/zh-CN/plain.json', import.meta.url), 'utf8'),
) as Record<string, string>

/** The words of a key with `{{name}}` filled in. An unknown key is a bug. */
export const say = (
  key: string,
  values: Readonly<Record<string, string | number>> = {},
): string => {
  const text = words[key]
  if (text === undefined) throw new Error(`no words for plain.${key}`)
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? ''))
}
