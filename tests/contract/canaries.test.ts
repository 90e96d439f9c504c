// Numbers that must never get out, hidden in every corner of a real spreadsheet, then searched for in every byte that anybody
// can fetch: published files, packs unzipped, plain pages, error bodies.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { importFile } from '../../src/server/importing/import-file.ts'
import { publish } from '../../src/server/publish/publisher.ts'
import { createPublishedReader } from '../../src/server/publish/published-reader.ts'
import { appOf } from '../../src/server/main.ts'
import {
  CANARY_ID,
  cards,
  ids,
  secrets,
  spellings,
  writeWorkbook,
} from '../support/canary-workbook.ts'
import { createTestInstance, SITE, type TestInstance } from '../support/test-instance.ts'
import { runs } from '../support/runs.ts'

describe('[MASK-4] numbers of the registry', () => {
  let t: TestInstance
  const folder = mkdtempSync(path.join(tmpdir(), 'iltod-canary-'))
  const texts = new Map<string, string>()

  beforeAll(async () => {
    t = await createTestInstance()
    const file = path.join(folder, `${CANARY_ID}.xlsx`)
    writeWorkbook(file)
    const imported = await importFile(t.instance, file, {
      who: 'test',
      accept: true,
      correction: null,
    })
    expect(imported, JSON.stringify(imported)).toMatchObject({ ok: true })
    expect((await publish(t.instance.publisher)).ok).toBe(true)
    await collect()
  })
  afterAll(async () => {
    await t.dispose()
    rmSync(folder, { recursive: true, force: true })
  })

  const collectFolder = (root: string) => {
    for (const name of readdirSync(root, { recursive: true }) as string[]) {
      const file = path.join(root, name)
      if (!statSync(file).isFile()) continue
      const bytes = readFileSync(file)
      texts.set(name, `${name}\n${bytes.toString('utf8')}`)
      if (name.includes('packs')) texts.set(`${name} unzipped`, gunzipSync(bytes).toString('utf8'))
    }
  }
  const collect = async () => {
    collectFolder(t.instance.publishedRoot)
    const app = await appOf(t.instance, folder)
    const rosters = createPublishedReader(t.instance.publishedRoot).ledger(SITE)?.rosters ?? []
    expect(rosters).toHaveLength(1)
    const addresses = [
      '/s/',
      `/s/${SITE}`,
      ...rosters.map((r) => `/s/${SITE}/${r.id}`),
      `/s/${CANARY_ID}`,
      `/api/events/${CANARY_ID}`,
    ]
    for (const url of addresses) {
      const reply = await app.inject({ method: 'GET', url })
      texts.set(url.replaceAll(CANARY_ID, '…'), reply.body + JSON.stringify(reply.headers))
    }
    await app.close()
  }

  test('people of the file are published by name, with the last four', () => {
    const page = [...texts.values()].find(
      (text) => text.includes('包日东') && text.includes('<table'),
    )
    expect(page).toContain(ids[0]!.slice(-4))
  })

  test('no spelling of any of them occurs in anything that can be fetched', () => {
    const all = [...texts]
    fc.assert(
      fc.property(fc.constantFrom(...secrets), (number) => {
        for (const spelling of spellings(number)) {
          for (const [where, text] of all) {
            if (text.includes(spelling))
              throw new Error(`${spelling.slice(0, 3)}… occurs in ${where}`)
          }
        }
      }),
      { numRuns: runs(200) },
    )
  })

  test('they are in no log of the store either, only in encrypted blocks', async () => {
    await t.instance.store.db.selectFrom('state_log').selectAll().execute()
    const raw = readdirSync(t.dataDir)
      .filter((name) => name.startsWith('iltod.sqlite'))
      .map((name) => readFileSync(path.join(t.dataDir, name)).toString('latin1'))
      .join('')
    for (const number of [...ids, ...cards]) expect(raw.includes(number)).toBe(false)
  })

  test('the source file is kept encrypted under its hash', () => {
    const [source] = readdirSync(path.join(t.dataDir, 'sources'))
    expect(source).toMatch(/^[0-9a-f]{64}\.sealed$/)
    const bytes = readFileSync(path.join(t.dataDir, 'sources', source!))
    expect(bytes.subarray(0, 2).toString()).not.toBe('PK')
  })
})
