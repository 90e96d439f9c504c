// From the words on this device to a painted picture, in one step for the screen that shows it.
import { err, ok, type Result } from '../../base/result.ts'
import type { Painted, Pictures } from '../../platform/pictures.ts'
import type { Words } from '../words.svelte.ts'
import type { PublishedState } from '../published.svelte.ts'
import { makePicture, type PictureOf } from './make-picture.ts'

export interface DrawDeps {
  readonly words: Words
  readonly published: PublishedState
  readonly openPictures: () => Promise<Pictures>
  readonly origin: string
}

export interface Drawn {
  readonly painted: Painted
  readonly file: File
  readonly title: string
  readonly inWords: string
  readonly address: string
  readonly pictures: Pictures
}

/** `no-canvas` still has the address to send. */
export type DrawError =
  { readonly kind: 'away' } | { readonly kind: 'no-canvas'; readonly address: string }

export const drawPicture = async (
  { words, published, openPictures, origin }: DrawDeps,
  of: PictureOf,
): Promise<Result<Drawn, DrawError>> => {
  const [pictures] = await Promise.all([
    openPictures(),
    words.need(['account', 'picture', 'policy', 'programme']),
  ])
  await pictures.ready(words.mode === 'both' || words.mode === 'mn')
  const named = { t: words.t, upright: words.upright, programme: published.programmeWords }
  const made = await makePicture({ published, words: named, measure: pictures.measure, origin }, of)
  if (!made.ok) return err({ kind: 'away' })
  const { drawing, title, inWords, address } = made.value
  const painted = await pictures.paint(drawing)
  if (!painted) return err({ kind: 'no-canvas', address })
  const file = new File([painted.png], `${title}.png`, { type: 'image/png' })
  return ok({ painted, file, title, inWords, address, pictures })
}
