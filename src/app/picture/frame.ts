// What stands around every picture: whose data of which day it is, the seal, the code of the page it was made from, and in a
// demo, first and last, that all of it is invented. Pure.
import { formatMoment } from '../format.ts'
import { word } from '../word.ts'
import type { PictureWords } from './account-blocks.ts'
import { textBlock, type Block } from './blocks.ts'

export interface Edge {
  readonly demo: boolean
  readonly banner: string
  /** The checkpoint it was made under; null before there is one. */
  readonly data: { readonly number: number; readonly changedMs: number } | null
  readonly address: string
}

const sealOf = ({ data }: Edge, { t, upright }: PictureWords): readonly Block[] => {
  if (data === null) return []
  const number = t('account.seal.number', { number: data.number })
  const lines = [t('account.seal.same'), `${formatMoment(data.changedMs, t)} · ${number}`]
  return [{ kind: 'stamp', lines, mongolian: upright(word('account.seal.same')) }]
}

const codeOf = ({ data, address }: Edge, { t, upright }: PictureWords): Block => {
  const day = data === null ? '' : formatMoment(data.changedMs, t)
  const asOf = data === null ? [] : [t('shell.data.as-of', { day })]
  return {
    kind: 'code',
    address,
    lines: [t('picture.code'), ...asOf, t('picture.original')],
    mongolian: upright(word('picture.code')),
  }
}

const isDraft = (block: Block): boolean => 'mongolian' in block && block.mongolian?.draft === true

export const framed = (
  blocks: readonly Block[],
  edge: Edge,
  words: PictureWords,
): readonly Block[] => {
  const { t } = words
  const band: Block = edge.demo
    ? { kind: 'band', text: t('shell.demo.name'), end: t('shell.demo.text'), demo: true }
    : { kind: 'band', text: t('shell.name'), end: edge.banner, demo: false }
  const foot = [...sealOf(edge, words), codeOf(edge, words)]
  const drafts = [...blocks, ...foot].some(isDraft)
  return [band, ...blocks, ...foot, ...(drafts ? [textBlock(t('picture.drafts'), true)] : []), band]
}
