// Attachments in words: how large, how long, where each stands, and what stands in for a text when only attachments are sent.
import type { Item, ItemMedium, MediumLabel } from '../domain/event/item.ts'
import type { KeptMedium } from '../store/outbox/outbox.ts'
import { reasonKey } from './item-words.ts'
import type { Translate } from './words.svelte.ts'

/** As people read what their phone's data plan counts: `0.4 MB`, `12 MB`; never less than `0.1 MB`. */
export const formatMegabytes = (bytes: number): string => {
  const megabytes = Math.max(0.1, bytes / 1_000_000)
  return `${megabytes < 9.95 ? megabytes.toFixed(1) : Math.round(megabytes)} MB`
}

/** `0:02`, `5:00`. */
export const formatLength = (ms: number): string => {
  const seconds = Math.floor(ms / 1000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

const KINDS = ['photo', 'voice', 'video'] as const // what one attaches oneself

/** `照片 2 张、语音 1 段`. */
export const countWords = (labels: readonly MediumLabel[], t: Translate): string =>
  KINDS.flatMap((kind) => {
    const count = labels.filter((label) => label.kind === kind).length
    return count === 0 ? [] : [t(`ask.media.count.${kind}`, { count })]
  }).join(t('shell.list-comma'))

const OPEN: ReadonlySet<ItemMedium['state']> = new Set(['waiting', 'held-for-wifi', 'sending'])

/** Sealed bytes of all attachments that have not arrived and still may. */
export const openBytes = (items: readonly Pick<Item, 'media'>[]): number =>
  items
    .flatMap(({ media }) => media)
    .filter(({ state }) => OPEN.has(state))
    .reduce((sum, { bytes }) => sum + bytes, 0)

/** A question needs a text: this one is written when its person gave none. '' when there is nothing to see either. */
export const standInText = (labels: readonly MediumLabel[], t: Translate): string =>
  labels.length === 0 ? '' : t('ask.media.stand-in', { list: countWords(labels, t) })

const toLabel = ({ label }: { readonly label: MediumLabel }): MediumLabel => label

const megabytesOf = (sent: number, all: number): string =>
  `${(sent / 1_000_000).toFixed(1)}/${formatMegabytes(all)}`

const nameWords = (
  kind: MediumLabel['kind'],
  durationMs: number | null,
  bytes: number,
  t: Translate,
): string => {
  const length = durationMs === null ? '' : ` ${formatLength(durationMs)}`
  return `${t(`ask.media.kind.${kind}`)}${length} · ${formatMegabytes(bytes)}`
}

/** `录音 0:02 · 0.1 MB`. */
export const mediumWords = ({ label, bytes }: KeptMedium | ItemMedium, t: Translate): string =>
  nameWords(label.kind, label.durationMs, bytes, t)

/** As far as its words depend on it. */
interface NamedPiece {
  readonly kind: MediumLabel['kind']
  readonly durationMs: number | null
  readonly totalBytes: number
  readonly medium: KeptMedium | null
}

/** The same of what may not be kept yet. */
export const pieceWords = (piece: NamedPiece, t: Translate): string =>
  nameWords(piece.kind, piece.durationMs, piece.medium?.bytes ?? piece.totalBytes, t)

/** Where one attachment stands, as a few words. */
export const mediumState = (medium: ItemMedium, item: Item, t: Translate): string => {
  switch (medium.state) {
    case 'waiting':
      return t(item.receipt ? 'ask.media.state.waiting' : 'ask.media.state.text-first')
    case 'sending':
      return t('ask.media.state.sending', {
        amount: megabytesOf(medium.sentBytes, medium.bytes),
      })
    default:
      return t(`ask.media.state.${medium.state}`)
  }
}

/** Why, and what to do; '' where the state says it all. */
export const mediumNext = ({ state, because }: ItemMedium, t: Translate): string => {
  const key = because === null ? null : reasonKey(because)
  const reason = key === null ? '' : t(key)
  if (state === 'quarantined') return `${reason} ${t('ask.media.next.quarantined')}`.trim()
  if (state === 'held-for-wifi') return t('ask.media.next.held-for-wifi')
  return state === 'waiting' ? reason : ''
}

const FIRST_WORDS = 40

/** What something is known by: its first words; where none were written, what is attached. */
export const itemTitle = ({ copy }: Pick<Item, 'copy'>, t: Translate): string => {
  if (!copy) return t('ask.no-copy')
  const words = copy.text || standInText((copy.attachments ?? []).map(toLabel), t)
  return words === '' ? t('ask.no-text') : [...words].slice(0, FIRST_WORDS).join('')
}

/** One line for the list of questions; '' when everything has arrived or there is nothing. */
export const mediaLine = ({ state, copy, media }: Item, t: Translate): string => {
  const drafted = state === 'draft' ? (copy?.attachments ?? []) : []
  if (drafted.length > 0) return t('ask.media.with', { list: countWords(drafted.map(toLabel), t) })
  const open = media.filter(({ state }) => state !== 'received').length
  return open === 0 ? '' : t('ask.media.open', { count: open, all: media.length })
}
