// The child process: what comes back, how it is stopped, what it may do.
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readInChild, workInChild } from '../../../src/server/intake/read/read-in-child.ts'
import { FIXTURES, truth } from './fixtures.ts'

const MODULE = new URL('./works.ts', import.meta.url)
const ROSTER = path.join(FIXTURES, 'roster.xlsx')

const send = (args: string, limits: { timeMs?: number; memoryMb?: number } = {}) =>
  workInChild({ file: ROSTER, module: MODULE, args, ...limits })

describe('a file is read in a process of its own', () => {
  test('the grid comes back whole, sets and all', async () => {
    expect(await readInChild(ROSTER)).toEqual({
      ok: true,
      value: { format: 'xlsx', sheets: truth },
    })
  })

  test('the work runs there and only its result travels', async () => {
    expect(await send('count')).toEqual({ ok: true, value: [15, 2, 5] })
  })

  test('a refusal is a value, a file that is not there as well', async () => {
    const locked = path.join(FIXTURES, 'locked.xls')
    expect(await readInChild(locked)).toEqual({ ok: false, error: { kind: 'locked' } })
    for (const file of [path.join(FIXTURES, 'not-there.xls'), FIXTURES]) {
      expect(await readInChild(file)).toEqual({ ok: false, error: { kind: 'missing' } })
    }
  })

  test('a name in Chinese with blanks is found', async () => {
    const dir = mkdtempSync(path.join(os.tmpdir(), '清 册-'))
    const file = path.join(dir, '二〇二五 年.xls')
    copyFileSync(ROSTER, file)
    expect((await readInChild(file)).ok).toBe(true)
    rmSync(dir, { recursive: true })
  })

  test('no time zone of the machine moves a date', async () => {
    const before = process.env['TZ']
    for (const zone of ['Asia/Shanghai', 'America/Los_Angeles']) {
      process.env['TZ'] = zone
      for (const name of ['roster-biff8.xls', 'dates-1904.ods', 'roster.xlsx']) {
        const result = await readInChild(path.join(FIXTURES, name))
        expect(result.ok && result.value.sheets[0], `${name} in ${zone}`).toEqual(truth[0])
      }
    }
    if (before === undefined) delete process.env['TZ']
    else process.env['TZ'] = before
  })
})

describe('a child that goes wrong is stopped and takes nothing with it', () => {
  test('on time', async () => {
    expect(await send('loop', { timeMs: 1500 })).toEqual({ ok: false, error: { kind: 'too-slow' } })
  })

  test.each(['hoard-heap', 'hoard-buffers'])('on memory: %s', async (task) => {
    const result = await send(task, { memoryMb: 200 })
    expect(result).toEqual({ ok: false, error: { kind: 'too-hungry' } })
  })

  test('a bug of ours is thrown here, without the number it talks about', async () => {
    const failure = await send('throw').catch((error: unknown) => String(error))
    expect(failure).toContain('a bug with … in it')
    expect(failure).not.toContain('152299')
  })

  test('others in the meantime are read', async () => {
    const results = await Promise.all([
      send('loop', { timeMs: 2500 }),
      send('hoard-buffers', { memoryMb: 200 }),
      send('count'),
    ])
    expect(results.map((result) => (result.ok ? 'read' : result.error.kind))).toEqual([
      'too-slow',
      'too-hungry',
      'read',
    ])
  })
})

describe('the child knows and may do little', () => {
  beforeAll(() => {
    process.env['ILTOD_TEST_SECRET'] = 'key'
  })
  afterAll(() => {
    delete process.env['ILTOD_TEST_SECRET']
  })

  test('it has no settings of the server and can write nothing', async () => {
    expect(await send('look-around')).toEqual({
      ok: true,
      value: { secret: null, write: 'ERR_ACCESS_DENIED' },
    })
  })
})
