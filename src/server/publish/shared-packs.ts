// What belongs to no site: the catalogue (places, programmes, readings, settings) and the policies.
import type { Catalogue } from '../../pack/model.ts'
import { encodePolicies } from '../../pack/policies.ts'
import type { Banner } from '../banner/banner.ts'
import { readingsFor } from '../banner/pinyin.ts'

/** `names`: every published name; only readings of characters that occur go out. */
export const catalogueOf = (banner: Banner, demo: boolean, names: Iterable<string>): Catalogue => {
  const texts = new Set(names)
  for (const place of banner.places) texts.add(place.name)
  const { bannerName, scriptOrder } = banner.settings
  return {
    places: banner.places,
    programmes: banner.programmes,
    pinyin: readingsFor(texts),
    settings: {
      bannerName,
      demo,
      scriptOrder,
      contact: { name: `${bannerName}财政局`, phone: null },
    },
  }
}

export const policiesJson = ({ policies, sources }: Banner): string =>
  encodePolicies({ policies, sources })
