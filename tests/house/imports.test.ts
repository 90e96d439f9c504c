// The direction of the house: imports go down only and never in a circle. First the checker itself is shown violations.
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { brokenDirections, FLOORS } from '../support/floors.ts'
import { findCircles, importsOf, readSources } from '../support/import-graph.ts'

const root = path.resolve(import.meta.dirname, '../..')
const found = readSources(root, ['src', 'service-worker']).flatMap(importsOf)

const planted = (file: string, text: string) => brokenDirections(importsOf({ file, text }))

describe('the checker sees what it is for', () => {
  test.each([
    ['a value going up', 'src/domain/place/rules.ts', "import { a } from '../../pack/pack.ts'"],
    ['a type going up', 'src/base/ids.ts', "import type { A } from '../domain/a/schema.ts'"],
    ['a re-export', 'src/pack/pack.ts', "export * from '../sync/pull/step.ts'"],
    ['a dynamic import', 'src/app/a.ts', "const a = () => import('../ui/App.svelte')"],
    ['a type in passing', 'src/base/a.ts', "let a: import('../domain/a.ts').A"],
    ['siblings', 'src/pack/a.ts', "import { b } from '../protocol/b.ts'"],
    ['the server in the app', 'src/app/a.ts', "import { b } from '../server/b.ts'"],
    ['the phone in the server', 'src/server/a.ts', "import { b } from '../store/b.ts'"],
    ['Node on a pure floor', 'src/pack/a.ts', "import fs from 'node:fs'"],
    ['SQL in intake', 'src/server/intake/a.ts', "import { sql } from 'kysely'"],
    ['a database in a screen', 'src/ui/a/A.ts', "import { open } from '../../store/open.ts'"],
    ['one reader in another', 'src/ui/villager/a.ts', "import { b } from '../desk/b.ts'"],
    ['a folder on no floor', 'src/utils/a.ts', "import { b } from '../base/b.ts'"],
  ])('%s is refused', (_what, file, text) => {
    expect(planted(file, text)).toHaveLength(1)
  })

  test('a component is read in all its script blocks, and comments are not code', () => {
    const text = `<script module lang="ts">import '../../store/a.ts'</script>
      <script lang="ts">
        // import '../../store/b.ts'
        import { c } from '../../store/c.ts'
      </script><p>import '../../store/d.ts'</p>`
    expect(importsOf({ file: 'src/ui/a/A.svelte', text }).map(({ to }) => to)).toEqual([
      'src/store/a.ts',
      'src/store/c.ts',
    ])
  })

  test('types of the store may reach a screen, its values not', () => {
    expect(planted('src/ui/a/A.ts', "import type { Row } from '../../store/a.ts'")).toEqual([])
    expect(planted('src/ui/a/A.ts', "import { type Row } from '../../store/a.ts'")).toEqual([])
    expect(
      planted('src/ui/a/A.ts', "import { type Row, open } from '../../store/a.ts'"),
    ).not.toEqual([])
  })

  test('a circle is named, one of types alone too', () => {
    const files = { 'src/base/a.ts': 'b', 'src/base/b.ts': 'c', 'src/base/c.ts': 'b' }
    const imports = Object.entries(files).flatMap(([file, to]) =>
      importsOf({ file, text: `import type { X } from './${to}.ts'` }),
    )
    expect(findCircles(imports)).toEqual(['src/base/b.ts → src/base/c.ts → src/base/b.ts'])
    expect(findCircles(imports.slice(0, 2))).toEqual([])
  })
})

test('imports go down only', () => {
  expect(found.length).toBeGreaterThan(100)
  expect(brokenDirections(found)).toEqual([])
})

test('no file imports itself by a detour', () => {
  expect(findCircles(found)).toEqual([])
})

test('floors name only folders that a floor below or beside can be', () => {
  const known = [...Object.keys(FLOORS), 'locales', 'src/server/banner']
  for (const { may, typesOf = [] } of Object.values(FLOORS))
    for (const folder of [...may, ...typesOf]) expect(known).toContain(folder)
})
