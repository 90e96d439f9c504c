// Catalogue, policies and posts: packs of plainly written content.
import { describe, expect, test } from 'vitest'
import { utf8ToBytes } from '../../../src/base/bytes.ts'
import { Place } from '../../../src/domain/place/schema.ts'
import { Policy, PolicySource } from '../../../src/domain/policy/schema.ts'
import { Programme } from '../../../src/domain/programme/schema.ts'
import { decodeCatalogue, encodeCatalogue, shorten } from '../../../src/pack/catalogue.ts'
import type { Catalogue, Post } from '../../../src/pack/model.ts'
import { orderPinyin } from '../../../src/pack/pinyin-columns.ts'
import { decodePolicies, encodePolicies } from '../../../src/pack/policies.ts'
import { decodePosts, encodePosts } from '../../../src/pack/posts.ts'
import places from '../../../src/server/banner/places.json' with { type: 'json' }
import policies from '../../../src/server/banner/policies.json' with { type: 'json' }
import programmes from '../../../src/server/banner/programmes.json' with { type: 'json' }
import sources from '../../../src/server/banner/sources.json' with { type: 'json' }
import { gzip } from '../../../src/server/crypto/node-ports.ts'
import { makePosts, VILLAGE } from '../../support/published-office.ts'

const pack = (text: string) => gzip(utf8ToBytes(text))

const catalogue: Catalogue = {
  places: places.map((place) => Place.parse(place)),
  programmes: programmes.map((programme) => Programme.parse(programme)),
  pinyin: { wang: '王汪', le: '乐', yue: '月乐', lü: '吕', ji: '𠮷' },
  settings: {
    bannerName: '扎赉特旗',
    demo: true,
    scriptOrder: 'mn-first',
    contact: { name: '旗财政局', phone: null },
  },
}

describe('the catalogue', () => {
  test('[PACK-5] of the banner’s real places and programmes is read back as it was written', () => {
    const decoded = decodeCatalogue(pack(encodeCatalogue(catalogue)))
    const pinyin = orderPinyin(catalogue.pinyin)
    expect(decoded).toEqual({ ok: true, value: { ...catalogue, pinyin } })
  })

  test('[PACK-28] in short says all but other names and readings, in less than 5 kB', () => {
    const short = pack(encodeCatalogue(shorten(catalogue)))
    expect(short.length).toBeLessThan(5_000)
    const decoded = decodeCatalogue(short)
    if (!decoded.ok) throw new Error(decoded.error.kind)
    const withoutAliases = <T>(all: readonly T[]) => all.map((one) => ({ ...one, aliases: [] }))
    expect(decoded.value).toEqual({
      settings: catalogue.settings,
      places: withoutAliases(catalogue.places),
      programmes: withoutAliases(catalogue.programmes),
      pinyin: {},
    })
  })

  test('[PACK-4] with a place of no known type, or columns of different lengths, is unreadable', () => {
    const json = JSON.parse(encodeCatalogue(catalogue)) as { places: Record<string, unknown> }
    const kindWith = (change: Record<string, unknown>) => {
      const changed = JSON.stringify({ ...json, places: { ...json.places, ...change } })
      const decoded = decodeCatalogue(pack(changed))
      return decoded.ok ? 'read' : decoded.error.kind
    }
    expect(kindWith({})).toBe('read')
    expect(kindWith({ type: '_'.repeat(places.length) })).toBe('unreadable')
    expect(kindWith({ count: places.length + 1 })).toBe('unreadable')
    expect(kindWith({ alias: [] })).toBe('unreadable')
    expect(kindWith({ name: 'A' })).toBe('unreadable')
  })
})

describe('policies', () => {
  const all = {
    policies: policies.map((policy) => Policy.parse(policy)),
    sources: sources.map((source) => PolicySource.parse(source)),
  }

  test('[PACK-5] with their sources are read back as they were written', () => {
    expect(decodePolicies(pack(encodePolicies(all)))).toEqual({ ok: true, value: all })
  })

  test('[PACK-5] have the same bytes in whatever order an object names its members', () => {
    const turned = all.sources.map(({ id, title, url }) => ({ url, title, id }))
    expect(encodePolicies({ ...all, sources: turned })).toBe(encodePolicies(all))
  })

  test('[PACK-2] of a later version are too new, of another format unreadable', () => {
    const text = encodePolicies(all)
    const later = decodePolicies(pack(text.replace('"v":1', '"v":2')))
    expect(later).toEqual({ ok: false, error: { kind: 'too-new' } })
    const posts = decodePosts(pack(text))
    expect(posts).toEqual({ ok: false, error: { kind: 'unreadable' } })
  })
})

describe('posts', () => {
  const post: Post = {
    ...makePosts(VILLAGE).posts[0]!,
    kind: 'notice',
    until: '2026-04-01',
    roster: 'gengdi-dili/2026/1/notice',
    text: 'ᠮᠣᠩᠭᠣᠯ\u180eᠠ 公示\n第二行',
    files: [{ hash: 'ab'.repeat(32), bytes: 120_000, type: 'image/webp', name: '公示栏.webp' }],
  }

  test('[PACK-5, PACK-10] are read back as they were written, `until` and files included', () => {
    const posts = { site: VILLAGE, posts: [post, { ...post, id: 'x', files: [] }] }
    expect(decodePosts(pack(encodePosts(posts)))).toEqual({ ok: true, value: posts })
  })

  test('[PACK-2] members that this reader does not know are passed over', () => {
    const json = JSON.parse(encodePosts({ site: VILLAGE, posts: [post] })) as { posts: object[] }
    const later = { ...json, later: 1, posts: json.posts.map((one) => ({ ...one, later: 2 })) }
    const decoded = decodePosts(pack(JSON.stringify(later)))
    expect(decoded).toEqual({ ok: true, value: { site: VILLAGE, posts: [post] } })
  })
})
