// Nobody else on the machine reads what a data folder keeps for itself.
import { chmodSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openStore } from '../../src/server/store/database.ts'
import {
  createTestInstance,
  importInto,
  makeRoster,
  type TestInstance,
} from '../support/test-instance.ts'

let t: TestInstance
let mask: number
beforeEach(async () => {
  mask = process.umask(0)
  t = await createTestInstance()
  await importInto(t, [makeRoster()])
})
afterEach(async () => {
  process.umask(mask)
  await t.dispose()
})

const modeOf = (...names: string[]) => statSync(path.join(t.dataDir, ...names)).mode & 0o777
const DATABASE = ['iltod.sqlite', 'iltod.sqlite-wal', 'iltod.sqlite-shm']

test('the database, its log and its index, source files and keys have mode 0600', () => {
  const sources = readdirSync(path.join(t.dataDir, 'sources')).map((name) => `sources/${name}`)
  expect(sources).toHaveLength(1)
  for (const name of [...DATABASE, ...sources, 'keys/keys.json', 'keys/registry.key'])
    expect([name, modeOf(name).toString(8)]).toEqual([name, '600'])
  for (const folder of ['sources', 'keys']) expect(modeOf(folder)).toBe(0o700)
})

test('files of an older version are closed to others when opened again', async () => {
  for (const name of DATABASE) chmodSync(path.join(t.dataDir, name), 0o644)
  const again = await openStore({ dataDir: t.dataDir })
  await again.close()
  for (const name of DATABASE) expect(modeOf(name)).toBe(0o600)
})
