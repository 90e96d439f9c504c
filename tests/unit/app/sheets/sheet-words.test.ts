// In which scripts paper may be printed, and that it speaks Chinese whatever the screen speaks.
import { expect, test } from 'vitest'
import { SheetWords } from '../../../../src/app/sheets/sheet-words.svelte.ts'
import { Words } from '../../../../src/app/words.svelte.ts'
import type { WordFile } from '../../../../src/app/words-keys.ts'
import { readJson } from '../../../support/repository.ts'

const open = async (drafts: boolean) => {
  const words = new Words({
    load: async (language, area) => readJson(`locales/${language}/${area}.json`) as WordFile,
    built: {},
    drafts: () => drafts,
    unreviewed: 1,
  })
  const sheet = new SheetWords(words)
  expect(sheet.scripts).toBeNull()
  await sheet.open()
  return sheet
}

test('a demo prints drafts in all scripts, in service unreviewed words are on no paper', async () => {
  const demo = await open(true)
  expect(demo.scripts).toEqual(['zh', 'both', 'mn'])
  expect(demo.upright((t) => t('sheet.total'))).toMatchObject({ draft: true })
  const service = await open(false)
  expect(service.scripts).toEqual(['zh'])
  expect(service.upright((t) => t('sheet.total'))).toBeNull()
  for (const words of [demo, service]) expect(words.t('sheet.total')).toBe('合计')
})
