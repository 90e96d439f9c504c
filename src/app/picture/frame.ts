// What stands around every picture: whose data of which day it is, the seal, the code of the page it was made from, and in a
// demo, first and last, that all of it is invented. Pure.
import { formatMoment } from '../format.ts'
import type { Translate } from '../words.svelte.ts'
import { textBlock, type Block } from './blocks.ts'

export interface Edge {
  readonly demo: boolean
  readonly banner: string
  /** The checkpoint it was made under; null before there is one. */
  readonly data: { readonly number: number; readonly changedMs: number } | null
  readonly address: string
}

const sealOf = ({ data }: Edge, t: Translate): readonly Block[] => {
  if (data === null) return []
  const number = t('account.seal.number', { number: data.number })
  const lines = [t('account.seal.same'), `${formatMoment(data.changedMs, t)} · ${number}`]
  return [{ kind: 'stamp', lines }]
}

const codeOf = ({ data, address }: Edge, t: Translate): Block => {
  const day = data === null ? '' : formatMoment(data.changedMs, t)
  const asOf = data === null ? [] : [t('shell.data.as-of', { day })]
  return {
    kind: 'code',
    address,
    lines: [t('picture.code'), ...asOf, t('picture.original')],
  }
}

export const framed = (blocks: readonly Block[], edge: Edge, t: Translate): readonly Block[] => {
  const band: Block = edge.demo
    ? { kind: 'band', text: t('shell.demo.name'), end: t('shell.demo.text'), demo: true }
    : { kind: 'band', text: t('shell.name'), end: edge.banner, demo: false }
  const drafts = blocks.some((block) => block.kind === 'group' && block.mongolian?.draft === true)
  return [
    band,
    ...blocks,
    ...(drafts ? [textBlock(t('picture.drafts'), true)] : []),
    ...sealOf(edge, t),
    codeOf(edge, t),
    band,
  ]
}
