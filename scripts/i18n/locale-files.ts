// The files of words: one folder a language, one file an area; and what stands in them.
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import * as z from 'zod/mini'

const root = path.resolve(import.meta.dirname, '../..')

/** A Mongolian word as its file holds it. */
export const MongolianEntry = z.object({
  text: z.string(),
  review: z.enum(['draft', 'reviewed']),
  /** Where the word is attested, or that it was composed. */
  source: z.string(),
  /** Who passed it and on which day: only and always of a reviewed word. */
  by: z.optional(z.string()),
  on: z.optional(z.string()),
  /** What the reviewer sent, where it had to be repaired. */
  sent: z.optional(z.string()),
})
export type MongolianEntry = z.infer<typeof MongolianEntry>

const Plain = z.record(z.string(), z.string())
const Mongolian = z.record(z.string(), MongolianEntry)

export const MONGOLIAN = 'mn-Mong-CN'
export const REFERENCE = 'zh-CN'

const fileOf = (language: string, area: string): string =>
  path.join(root, 'locales', language, `${area}.json`)

export const areasOf = (language: string): string[] =>
  readdirSync(path.join(root, 'locales', language))
    .map((name) => name.replace(/\.json$/, ''))
    .sort()

const read = (language: string, area: string): unknown =>
  existsSync(fileOf(language, area)) ? JSON.parse(readFileSync(fileOf(language, area), 'utf8')) : {}

export const wordsOf = (language: 'zh-CN' | 'en', area: string): Readonly<Record<string, string>> =>
  Plain.parse(read(language, area))

export const mongolianOf = (area: string): Readonly<Record<string, MongolianEntry>> =>
  Mongolian.parse(read(MONGOLIAN, area))

/** The forms of a plural are one word: languages have different numbers of them. */
export const stemOf = (key: string): string => key.replace(/_(zero|one|two|few|many|other)$/, '')

export const splitKey = (key: string): [area: string, name: string] => {
  const dot = key.indexOf('.')
  return [key.slice(0, dot), key.slice(dot + 1)]
}

/** The Chinese of a key, whatever the forms of its plural. */
export const referenceOf = (key: string): string | undefined => {
  const [area, name] = splitKey(key)
  const words = wordsOf(REFERENCE, area)
  return words[name] ?? words[`${name}_other`]
}

const Core = z.record(z.string(), z.array(z.string()))

/** The words of the herder screens that no reader has passed yet, each once. */
export const unreviewedCore = (): readonly string[] => {
  const core = Core.parse(JSON.parse(readFileSync(path.join(root, 'locales/core-mn.json'), 'utf8')))
  return [...new Set(Object.values(core).flat())].filter((key) => {
    const [area, name] = splitKey(key)
    return mongolianOf(area)[name]?.review !== 'reviewed'
  })
}
