// The page of primitives shows the whole kit: whoever adds one shows it there.
import { expect, test } from 'vitest'
import { filesBelow, readText } from '../support/repository.ts'

test('every primitive stands on the page of the kit', () => {
  const page = readText('src/ui/kit-page/KitPage.svelte')
  const primitives = filesBelow('src/ui/kit/')
    .filter((file) => file.endsWith('.svelte'))
    .map((file) => file.slice(file.lastIndexOf('/') + 1, -'.svelte'.length))
  expect(primitives.length).toBeGreaterThan(20)
  const shown = new Set([...page.matchAll(/<([A-Z]\w*)/g)].map(([, name]) => name))
  expect(primitives.filter((name) => !shown.has(name))).toEqual([])
})
