// The words of the app as they lie in locales/, for whoever judges what somebody proposes for one of them.
import { existsSync, readFileSync } from 'node:fs'
import * as z from 'zod/mini'
import type { WordRef } from '../domain/event/item.ts'

const Words = z.record(z.string(), z.union([z.string(), z.object({ text: z.string() })]))

const LOCALES = new URL('../../locales/', import.meta.url)

/** What came from a phone names a file only after it was found to be nothing but letters. */
const readArea = (language: string, area: string): z.infer<typeof Words> => {
  if (!/^[A-Za-z-]+$/.test(language) || !/^[a-z]+$/.test(area)) return {}
  const file = new URL(`${language}/${area}.json`, LOCALES)
  return existsSync(file) ? Words.parse(JSON.parse(readFileSync(file, 'utf8'))) : {}
}

/** Null for a word that this version has not. */
export const appWord = ({ key, language }: WordRef): string | null => {
  const dot = key.indexOf('.')
  const name = key.slice(dot + 1)
  const words = readArea(language, key.slice(0, dot))
  const found = Object.hasOwn(words, name) ? words[name] : words[`${name}_other`]
  return typeof found === 'object' ? found.text : (found ?? null)
}
