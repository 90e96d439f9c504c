// Temporary files of a short run lie in memory only where nothing runs short of it, and go with the run.
import { existsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { isEnough, NEEDS, openTempFolder } from '../../../scripts/check/temp-folder.ts'

test('temporary files lie in memory only where neither room nor memory runs short', () => {
  const { free, available } = NEEDS
  expect(isEnough({ free, available })).toBe(true)
  expect(isEnough({ free: free - 1, available })).toBe(false)
  expect(isEnough({ free, available: available - 1 })).toBe(false)
})

const folder = openTempFolder()

test.skipIf(folder === null)('the folder goes with all that is in it', () => {
  writeFileSync(path.join(folder!.path, 'left'), 'behind')
  folder!.remove()
  expect(existsSync(folder!.path)).toBe(false)
})
