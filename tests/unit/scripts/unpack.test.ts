// Taking npm's browsers apart: programs, archives, and nothing outside the folder.
import { spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { unpack } from '../../../scripts/tools/unpack.ts'

let dir = ''
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'iltod-unpack-'))
})
afterEach(() => {
  rmSync(dir, { recursive: true, force: true })
})

const brotli = (name: string, bytes: Buffer): string => {
  const file = path.join(dir, `${name}.br`)
  writeFileSync(file, brotliCompressSync(bytes))
  return file
}

/** One file in ustar form, as a packer would write it; sizes are octal. */
const tarOf = (name: string, text: string): Buffer => {
  const head = Buffer.alloc(512)
  head.write(name, 0)
  head.write('0000755\0', 100)
  head.write(`${text.length.toString(8).padStart(11, '0')}\0`, 124)
  head.write('0', 156)
  const body = Buffer.alloc(Math.ceil(text.length / 512) * 512)
  body.write(text)
  return Buffer.concat([head, body, Buffer.alloc(1024)])
}

test('a program is laid down ready to run, an archive in the folder it belongs in', () => {
  const program = brotli('tool', Buffer.from('#!/bin/sh\n'))
  const archive = brotli('libs.tar', tarOf('lib/libx.so', 'x'.repeat(700)))
  const into = unpack({ [program]: '.', [archive]: 'below' }, path.join(dir, 'out'))
  expect(statSync(path.join(into, 'tool')).mode & 0o111).not.toBe(0)
  expect(readFileSync(path.join(into, 'below/lib/libx.so'), 'utf8')).toBe('x'.repeat(700))
})

test('an archive of the tar program is read as tar reads it', () => {
  mkdirSync(path.join(dir, 'in/a/b'), { recursive: true })
  writeFileSync(path.join(dir, 'in/a/b/c.txt'), '字'.repeat(400))
  writeFileSync(path.join(dir, 'in/empty'), '')
  const made = spawnSync('tar', ['--format=ustar', '-C', path.join(dir, 'in'), '-cf', '-', '.'])
  expect(made.status).toBe(0)
  const into = unpack({ [brotli('all.tar', made.stdout)]: '.' }, path.join(dir, 'out'))
  expect(readFileSync(path.join(into, 'a/b/c.txt'), 'utf8')).toBe('字'.repeat(400))
  expect(readFileSync(path.join(into, 'empty'), 'utf8')).toBe('')
})

test('a name that leads out of the folder is refused, and nothing is left', () => {
  const archive = brotli('evil.tar', tarOf('../evil', 'x'))
  expect(() => unpack({ [archive]: '.' }, path.join(dir, 'out'))).toThrow('tar leaves')
  expect(existsSync(path.join(dir, 'evil'))).toBe(false)
  expect(existsSync(path.join(dir, 'out'))).toBe(false)
})
