// Lays a Brotli and a gzip copy beside each built file, so that the server never compresses while somebody waits.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'

const TEXT = /\.(js|css|html|json|svg|webmanifest|txt|wasm)$/

const brotli = (bytes: Buffer): Buffer =>
  brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  })

/** Copies that would not be smaller are not written. */
export const precompress = (dir: string): void => {
  for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !TEXT.test(entry.name)) continue
    const file = path.join(entry.parentPath, entry.name)
    const bytes = readFileSync(file)
    const copies = { '.br': brotli(bytes), '.gz': gzipSync(bytes, { level: 9 }) }
    for (const [ending, copy] of Object.entries(copies))
      if (copy.length < bytes.length) writeFileSync(file + ending, copy)
  }
}

/** Must stand after every plugin that writes into the build. */
export const precompressed = (): Plugin => {
  let dir = ''
  let written = false // a failed build is closed too
  return {
    name: 'precompressed',
    apply: 'build',
    enforce: 'post',
    configResolved(config) {
      dir = path.resolve(config.root, config.build.outDir)
    },
    writeBundle() {
      written = true
    },
    closeBundle: {
      order: 'post',
      sequential: true,
      handler() {
        if (written) precompress(dir)
      },
    },
  }
}
