// Serves the published folder as it lies on disk. Packs carry no content encoding and are stored by phones as received;
// what was withdrawn answers 410, so that caches and readers know it will not come back. nginx or a CDN can do the same.
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { bytesToBase64Url } from '../../base/bytes.ts'
import { sha256 } from '../crypto/node-ports.ts'
import { sendError } from './errors.ts'

export interface PublishedRouteDeps {
  /** DATA_DIR/published */
  readonly root: string
}

const HASH = /^[0-9a-f]{64}$/
const NAME = /^(trust\.json|checkpoint|sites\.json|sites\/[a-z0-9-]{1,40})$/

/**
 * Caches may keep the bytes and must ask each time: heads change with each publication, and a pack that never changes may be
 * withdrawn, or be past its `until`, at any moment. An answer without news has a hundred bytes.
 */
const FRESH = 'no-cache'

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

/** A tag is weak or not: it names the content, however that was encoded. */
const holds = ({ headers }: FastifyRequest, tag: string): boolean =>
  headers['if-none-match']?.replace(/^W\//, '') === tag

const takesGzip = ({ headers }: FastifyRequest): boolean =>
  /\bgzip\b(?!;\s*q=0(\.0*)?\s*(,|$))/.test(headers['accept-encoding'] ?? '')

/** Heads and lists are hashes and signatures in letters: a quarter of them or more need not travel. */
const sendNamed = (request: FastifyRequest, reply: FastifyReply, bytes: Buffer) => {
  reply.header('vary', 'accept-encoding')
  return takesGzip(request)
    ? reply.header('content-encoding', 'gzip').send(gzipSync(bytes, { level: 9 }))
    : reply.send(bytes)
}

const isGone = async (root: string, hash: string): Promise<boolean> => {
  const list = await readOrNull(path.join(root, 'gone.txt'))
  return list?.toString('utf8').split('\n').includes(hash) ?? false
}

type HashRequest = FastifyRequest<{ Params: { hash: string } }>

export const registerPublished = (app: FastifyInstance, deps: PublishedRouteDeps): void => {
  const sendHashed = (folder: string) => async (request: HashRequest, reply: FastifyReply) => {
    const { hash } = request.params
    if (!HASH.test(hash)) return sendError(reply, 'not-found')
    // What is gone stays gone, also in the moment before its file is.
    if (await isGone(deps.root, hash)) return sendError(reply, 'gone')
    const bytes = await readOrNull(path.join(deps.root, folder, hash))
    if (!bytes) return sendError(reply, 'not-found')
    const tag = `"${hash.slice(0, TAG_LETTERS)}"`
    reply.header('cache-control', FRESH).header('etag', tag)
    if (holds(request, tag)) return reply.code(304).send()
    return reply.header('content-type', 'application/octet-stream').send(bytes)
  }
  app.get('/published/packs/:hash', sendHashed('packs'))
  app.get('/published/files/:hash', sendHashed('files'))
  app.get<{ Params: { '*': string } }>('/published/*', async (request, reply) => {
    const name = request.params['*']
    const bytes = NAME.test(name) ? await readOrNull(path.join(deps.root, 'current', name)) : null
    if (!bytes) return sendError(reply, 'not-found')
    const tag = contentTag(bytes)
    reply.header('cache-control', FRESH).header('etag', `W/${tag}`)
    if (holds(request, tag)) return reply.code(304).send()
    reply.type(name.endsWith('.json') ? 'application/json' : 'application/octet-stream')
    return sendNamed(request, reply, bytes)
  })
}
