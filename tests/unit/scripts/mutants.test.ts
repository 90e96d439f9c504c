// Planted faults: the text each one replaces stands in the tree once, and a fault that was planted is taken out again.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { plant } from '../../../scripts/check/mutants.ts'
import { MUTANTS } from '../../mutants/mutants.ts'
import { filesBelow, readText } from '../../support/repository.ts'
import { titlesOf } from '../../support/test-titles.ts'

describe('planting', () => {
  let dir = ''
  beforeEach(() => {
    dir = mkdtempSync(path.join(os.tmpdir(), 'iltod-plant-'))
    writeFileSync(path.join(dir, 'a.ts'), 'one two two')
  })
  afterEach(() => {
    rmSync(dir, { recursive: true, force: true })
  })
  const text = () => readFileSync(path.join(dir, 'a.ts'), 'utf8')

  test('replaces what stands there once, and puts it back', () => {
    const restore = plant(dir, [
      { file: 'a.ts', old: 'one', new: 'three' },
      { file: 'a.ts', old: 'three two', new: '$&' },
    ])
    expect(text()).toBe('$& two')
    restore()
    expect(text()).toBe('one two two')
  })

  test.each(['two', 'four'])(
    'refuses %s, which does not stand there once, and changes nothing',
    (old) => {
      const edits = [
        { file: 'a.ts', old: 'one', new: '' },
        { file: 'a.ts', old, new: '' },
      ]
      expect(() => plant(dir, edits)).toThrow('times')
      expect(text()).toBe('one two two')
    },
  )
})

test.each(MUTANTS.map((mutant) => [mutant.name, mutant] as const))(
  '%s: can be planted, and what should notice it exists',
  (_, { edits, caughtBy }) => {
    const original = new Map(edits.map(({ file }) => [file, readText(file)]))
    for (const { file, old, new: next } of edits) {
      expect(original.get(file)!.split(old)).toHaveLength(2)
      expect(old).not.toBe(next)
    }
    expect(caughtBy.length).toBeGreaterThan(0)
    for (const catcher of caughtBy) {
      if (catcher.kind === 'lives') continue
      expect(filesBelow('tests/')).toContain(catcher.file)
      const titles = titlesOf(catcher.file, readText(catcher.file))
      expect(titles.filter((title) => title.includes(catcher.title))).not.toEqual([])
    }
  },
)
