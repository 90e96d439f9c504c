// `/s/…`: permanent short addresses that answer without scripts, from the same masked packs as the phones', withdrawn with them.
import type { FastifyInstance, FastifyReply } from 'fastify'
import { createPlaceTree } from '../../../domain/place/rules.ts'
import { isHidden } from '../../../pack/account.ts'
import type { Catalogue, Checkpoint } from '../../../pack/model.ts'
import { createPublishedReader, type PublishedReader } from '../../publish/published-reader.ts'
import { html, type Markup } from './markup.ts'
import { renderPage } from './page.ts'
import { placePageBody } from './place-page.ts'
import { policyListBody, policyPageBody } from './policy-page.ts'
import { rosterPageBody } from './roster-page.ts'
import { say } from './words.ts'

export interface PlainPageDeps {
  /** DATA_DIR/published */
  readonly root: string
  readonly today: () => string
}

interface Context {
  readonly catalogue: Catalogue
  readonly checkpoint: Checkpoint
  readonly reader: PublishedReader
  readonly today: string
}

interface Found {
  readonly title: string
  readonly app: string
  readonly body: Markup
}

const send = (reply: FastifyReply, code: number, page: string) =>
  reply.code(code).header('cache-control', 'no-cache').type('text/html; charset=utf-8').send(page)

const findPlace = (context: Context, id: string): Found | null => {
  const { catalogue, reader, today } = context
  if (!catalogue.places.some((place) => place.id === id)) return null
  return {
    title: createPlaceTree(catalogue.places).fullName(id),
    app: `/p/${id}`,
    body: placePageBody({
      catalogue,
      place: id,
      ledger: reader.ledger(id),
      posts: reader.posts(id),
      today,
    }),
  }
}

/** 'gone' when the roster was here once and was withdrawn or has passed its `until`. */
const findRoster = (context: Context, site: string, id: string): Found | 'gone' | null => {
  const ledger = context.reader.ledger(site)
  if (!ledger) return null
  const index = ledger.rosters.findIndex((roster) => roster.id === id)
  const roster = ledger.rosters[index]
  if (!roster) return ledger.withdrawn.some((gone) => gone.id === id) ? 'gone' : null
  if (isHidden(roster.until, context.today)) return 'gone'
  const place = createPlaceTree(context.catalogue.places).fullName(site)
  return {
    title: `${place} ${roster.title}`,
    app: `/p/${site}`,
    body: rosterPageBody(context.catalogue, ledger, index),
  }
}

const findPolicy = (context: Context, id: string): Found | null => {
  const pack = context.reader.policies()
  const policy = pack?.policies.find((one) => one.id === id)
  if (!pack || !policy) return null
  return { title: policy.title, app: '/policies', body: policyPageBody(policy, pack.sources) }
}

const policyList = (context: Context): Found => ({
  title: say('policies'),
  app: '/policies',
  body: policyListBody(context.reader.policies()?.policies ?? []),
})

export const registerPlainPages = (app: FastifyInstance, deps: PlainPageDeps): void => {
  const reader = createPublishedReader(deps.root)
  const answer = (reply: FastifyReply, find: (context: Context) => Found | 'gone' | null) => {
    const catalogue = reader.catalogue()
    const checkpoint = reader.checkpoint()
    if (!catalogue || !checkpoint) return send(reply, 404, say('notFound'))
    const found = find({ catalogue, checkpoint, reader, today: deps.today() })
    if (found !== null && found !== 'gone') {
      return send(reply, 200, renderPage({ ...found, catalogue, checkpoint }))
    }
    const body = html`<p>${say('notFound')}</p>`
    const page = renderPage({ title: say('title'), app: '/', body, catalogue, checkpoint })
    return send(reply, found === 'gone' ? 410 : 404, page)
  }
  app.get('/s', (_request, reply) => reply.redirect('/s/', 301))
  app.get('/s/', (_request, reply) =>
    answer(reply, (context) => {
      const banner = context.catalogue.places.find((place) => place.parent === null)
      return banner ? findPlace(context, banner.id) : null
    }),
  )
  app.get('/s/policies', (_request, reply) => answer(reply, policyList))
  app.get<{ Params: { id: string } }>('/s/policy/:id', (request, reply) =>
    answer(reply, (context) => findPolicy(context, request.params.id)),
  )
  app.get<{ Params: { place: string } }>('/s/:place', (request, reply) =>
    answer(reply, (context) => findPlace(context, request.params.place)),
  )
  app.get<{ Params: { place: string; '*': string } }>('/s/:place/*', (request, reply) =>
    answer(reply, (context) => findRoster(context, request.params.place, request.params['*'])),
  )
}
