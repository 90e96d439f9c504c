// Places, programmes, pinyin and settings, and the short form of it that a phone needs before its first village.
import * as z from 'zod/mini'
import type { Bytes } from '../base/bytes.ts'
import { ok, type Result } from '../base/result.ts'
import { Programme } from '../domain/programme/schema.ts'
import type { Catalogue, Refusal } from './model.ts'
import { openPack } from './pack.ts'
import { decodePinyin, encodePinyin, PinyinColumns } from './pinyin-columns.ts'
import { decodePlaces, encodePlaces, PlaceColumns } from './place-columns.ts'
import { UNREADABLE } from './wire.ts'

const FORMAT = 'iltod-catalogue'

const Settings = z.object({
  bannerName: z.string(),
  demo: z.boolean(),
  scriptOrder: z.enum(['zh-first', 'mn-first']),
  contact: z.object({ name: z.string(), phone: z.nullable(z.string()) }),
})

const CatalogueWire = z.object({
  settings: Settings,
  places: PlaceColumns,
  programmes: z.array(Programme),
  pinyin: PinyinColumns,
})

/** Canonical text; the order of places and programmes is the publisher's. */
export const encodeCatalogue = (catalogue: Catalogue): string =>
  JSON.stringify({
    format: FORMAT,
    v: 1,
    settings: Settings.parse(catalogue.settings),
    places: encodePlaces(catalogue.places),
    programmes: z.array(Programme).parse(catalogue.programmes),
    pinyin: encodePinyin(catalogue.pinyin),
  })

/** What it takes to choose a village and to read its ledger (PACK-28). */
export const shorten = (catalogue: Catalogue): Catalogue => ({
  ...catalogue,
  places: catalogue.places.map((place) => ({ ...place, aliases: [] })),
  programmes: catalogue.programmes.map((programme) => ({ ...programme, aliases: [] })),
  pinyin: {},
})

export const decodeCatalogue = (bytes: Bytes): Result<Catalogue, Refusal> => {
  const wire = openPack(bytes, FORMAT, 1, CatalogueWire)
  if (!wire.ok) return wire
  const places = decodePlaces(wire.value.places)
  const pinyin = decodePinyin(wire.value.pinyin)
  if (!places || !pinyin) return UNREADABLE
  const { programmes, settings } = wire.value
  return ok({ places, programmes, pinyin, settings })
}
