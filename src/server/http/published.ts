// Serves the published folder as it lies on disk. Packs carry no content encoding and are stored by phones as received;
// what was withdrawn answers 410, so that caches and readers know it will not come back. nginx or a CDN can do the same.
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { bytesToBase64Url } from '../../base/bytes.ts'
import { sha256 } from '../crypto/node-ports.ts'
import { sendError } from './errors.ts'

export interface PublishedRouteDeps {
  /** DATA_DIR/published */
  readonly root: string
}

const HASH = /^[0-9a-f]{64}$/
const NAME = /^(trust\.json|checkpoint|sites\.json|sites\/[a-z0-9-]{1,40})$/

/** Heads and lists change with each publication; packs never do, but may be withdrawn, so no cache may keep one long. */
const FRESH = 'no-cache'
const PACK = 'public, max-age=3600'

const TAG_LETTERS = 22

const readOrNull = async (file: string): Promise<Buffer | null> => {
  try {
    return await readFile(file)
  } catch {
    return null
  }
}

/** Made from the content alone, so that a phone can name what it holds without having kept our word for it (PULL-1). */
const contentTag = (bytes: Uint8Array): string =>
  `"${bytesToBase64Url(sha256(bytes)).slice(0, TAG_LETTERS)}"`

const isGone = async (root: string, hash: string): Promise<boolean> => {
  const list = await readOrNull(path.join(root, 'gone.txt'))
  return list?.toString('utf8').split('\n').includes(hash) ?? false
}

export const registerPublished = (app: FastifyInstance, deps: PublishedRouteDeps): void => {
  const sendHashed = async (folder: string, hash: string, reply: FastifyReply) => {
    const bytes = HASH.test(hash) ? await readOrNull(path.join(deps.root, folder, hash)) : null
    if (bytes) {
      return reply
        .header('cache-control', PACK)
        .header('content-type', 'application/octet-stream')
        .send(bytes)
    }
    const gone = HASH.test(hash) && (await isGone(deps.root, hash))
    return sendError(reply, gone ? 'gone' : 'not-found')
  }
  app.get<{ Params: { hash: string } }>('/published/packs/:hash', (request, reply) =>
    sendHashed('packs', request.params.hash, reply),
  )
  app.get<{ Params: { hash: string } }>('/published/files/:hash', (request, reply) =>
    sendHashed('files', request.params.hash, reply),
  )
  app.get<{ Params: { '*': string } }>('/published/*', async (request, reply) => {
    const name = request.params['*']
    const bytes = NAME.test(name) ? await readOrNull(path.join(deps.root, 'current', name)) : null
    if (!bytes) return sendError(reply, 'not-found')
    const tag = contentTag(bytes)
    reply.header('cache-control', FRESH).header('etag', tag)
    if (request.headers['if-none-match'] === tag) return reply.code(304).send()
    return reply
      .header(
        'content-type',
        name.endsWith('.json') ? 'application/json' : 'application/octet-stream',
      )
      .send(bytes)
  })
}
