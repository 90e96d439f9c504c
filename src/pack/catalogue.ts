// Places, programmes, pinyin and settings: what a phone needs before its first village.
import * as z from 'zod/mini'
import type { Bytes } from '../base/bytes.ts'
import type { Result } from '../base/result.ts'
import { Place } from '../domain/place/schema.ts'
import { Programme } from '../domain/programme/schema.ts'
import type { Catalogue, Refusal } from './model.ts'
import { openPack } from './pack.ts'

const FORMAT = 'iltod-catalogue'

const CatalogueWire = z.object({
  places: z.array(Place),
  programmes: z.array(Programme),
  pinyin: z.record(z.string(), z.string()),
  settings: z.object({
    bannerName: z.string(),
    demo: z.boolean(),
    scriptOrder: z.enum(['zh-first', 'mn-first']),
    contact: z.object({ name: z.string(), phone: z.nullable(z.string()) }),
  }),
})

export const encodeCatalogue = (catalogue: Catalogue): string =>
  JSON.stringify({ format: FORMAT, v: 1, ...CatalogueWire.parse(catalogue) })

export const decodeCatalogue = (bytes: Bytes): Result<Catalogue, Refusal> =>
  openPack(bytes, FORMAT, 1, CatalogueWire)
