// The wire between phones and server, and everything that can happen on it.
import type { Bytes } from '../../../src/base/bytes.ts'
import { DAY_MS } from '../../../src/base/clock.ts'
import { err, ok } from '../../../src/base/result.ts'
import { MEDIA_PATH } from '../../../src/protocol/media.ts'
import type { HttpReply, HttpRequest } from '../../../src/sync/ports.ts'
import { type Answered, makeReply, offline, portalPage } from '../field-world.ts'
import type { Dice } from './dice.ts'
import type { Server } from './server.ts'
import type { Time } from './time.ts'

export const WIRE_FAULTS = [
  'drop-before',
  'lost-answer',
  'duplicate',
  'late-by-days',
  'truncated',
  'bit-flipped',
  'answer-truncated',
  'answer-flipped',
  'another-answer',
  'portal',
  'busy',
  'server-fault',
  'too-large-on-the-way',
] as const
/** What a request is for: each has its own answer, and each must suffer each fault. */
export const WIRE_STEPS = [
  'put',
  'feed',
  'media-ask',
  'media-make',
  'media-chunk',
  'media-receipt',
] as const
type WireStep = (typeof WIRE_STEPS)[number]

const MEDIA_STEPS: Readonly<Record<HttpRequest['method'], WireStep>> = {
  HEAD: 'media-ask',
  POST: 'media-make',
  PATCH: 'media-chunk',
  GET: 'media-receipt',
  PUT: 'put',
}

const stepOf = ({ method, path }: HttpRequest): WireStep => {
  if (path.startsWith(MEDIA_PATH)) return MEDIA_STEPS[method]
  return method === 'PUT' ? 'put' : 'feed'
}

export type WireFault = (typeof WIRE_FAULTS)[number]

/** What the wire does to one request, told to the tally as it happens. */
export const createFaultyWire = (
  {
    time,
    server,
    dice,
    tally,
  }: { time: Time; server: Server; dice: Dice; tally: (what: string) => void },
  isPerfect: () => boolean,
) => {
  const flip = (bytes: Bytes): Bytes => {
    const bent = bytes.slice()
    if (bent.length > 0) bent[dice.below(bent.length)]! ^= 1 << dice.below(8)
    return bent
  }
  const cut = (bytes: Bytes): Bytes => bytes.slice(0, dice.below(bytes.length))
  /** An answer of headers alone breaks off, or tells another place to go on from. */
  const bendHeaders = (reply: HttpReply, how: 'cut' | 'flip'): Answered => {
    if (how === 'cut') return err({ kind: 'cut' })
    const elsewhere = String(dice.below(2_000))
    const header = (name: string) =>
      name === 'upload-offset' && reply.header(name) !== null ? elsewhere : reply.header(name)
    return ok({ ...reply, header })
  }
  const bendAnswer = (answer: Answered, how: 'cut' | 'flip'): Answered => {
    if (!answer.ok) return answer
    const { bytes } = answer.value
    if (bytes.length === 0) return bendHeaders(answer.value, how)
    return ok({ ...answer.value, bytes: how === 'cut' ? cut(bytes) : flip(bytes) })
  }
  const wait = (ms: number) => new Promise<void>((resolve) => void time.at(ms, resolve))
  /** Newest good answer of each kind: what a cache that ignores everything would give to the next one. */
  const cached = new Map<string, Answered>()
  const reach = async (request: HttpRequest, body = request.body ?? new Uint8Array(0)) => {
    const answer = await time.during(server.handle(request, body))
    if (answer.ok && answer.value.status < 300) cached.set(stepOf(request), answer)
    return answer
  }
  const arriveLater = (request: HttpRequest, delayMs: number) =>
    void time.at(delayMs, () => void reach(request))

  const suffer = async (fault: WireFault, request: HttpRequest): Promise<Answered> => {
    const body = request.body ?? new Uint8Array(0)
    switch (fault) {
      case 'drop-before':
        await wait(20_000)
        return offline
      case 'lost-answer':
        await reach(request)
        await wait(20_000)
        return offline
      case 'duplicate': {
        arriveLater(request, dice.below(DAY_MS))
        return reach(request)
      }
      case 'late-by-days':
        arriveLater(request, dice.below(5 * DAY_MS))
        await wait(60_000)
        return offline
      case 'truncated':
        return reach(request, cut(body))
      case 'bit-flipped':
        return reach(request, flip(body))
      case 'answer-truncated':
        return bendAnswer(await reach(request), 'cut')
      case 'answer-flipped':
        return bendAnswer(await reach(request), 'flip')
      case 'another-answer':
        return cached.get(stepOf(request)) ?? portalPage
      case 'portal':
        return portalPage
      case 'busy':
        return makeReply(503, '', { 'retry-after': '30' })
      case 'server-fault':
        return makeReply(dice.pick([500, 502, 504]), '<html>Bad Gateway</html>')
      case 'too-large-on-the-way':
        return makeReply(413, '<html>Request Entity Too Large</html>')
    }
  }
  return async (request: HttpRequest): Promise<Answered> => {
    await wait(20 + dice.below(2_000))
    const fault = !isPerfect() && dice.unit() < 0.45 ? dice.pick(WIRE_FAULTS) : null
    const step = stepOf(request)
    if (fault) tally(`${fault} × ${step}`)
    const answer = fault ? await suffer(fault, request) : await reach(request)
    await wait(20 + dice.below(2_000))
    return answer
  }
}
