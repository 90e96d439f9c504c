// What a picture that is saved or sent says, from top to bottom, before it is known where it stands.
import type { MongolianWord } from '../words.svelte.ts'
import type { YearSum } from './year-sums.ts'

export interface RowBlock {
  readonly text: string
  /** A figure at the end of its line. */
  readonly end: string
  /** The figure before it was corrected. */
  readonly was: string | null
  readonly notes: readonly string[]
}

export type Block =
  /** Over the whole width, first and last: who publishes; in a demo, that all of it is invented. */
  | { readonly kind: 'band'; readonly text: string; readonly end: string; readonly demo: boolean }
  | { readonly kind: 'title'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string; readonly soft: boolean }
  | { readonly kind: 'heading'; readonly text: string; readonly ends: readonly string[] }
  | {
      readonly kind: 'chart'
      readonly sums: readonly YearSum[]
      readonly paid: string
      readonly open: string
      /** In a year of which nothing is published. */
      readonly nothing: string
    }
  | {
      readonly kind: 'group'
      readonly name: string
      readonly mongolian: MongolianWord | null
      readonly rows: readonly RowBlock[]
    }
  | {
      readonly kind: 'stamp'
      readonly lines: readonly string[]
      readonly mongolian: MongolianWord | null
    }
  | {
      readonly kind: 'code'
      readonly address: string
      readonly lines: readonly string[]
      readonly mongolian: MongolianWord | null
    }

export const textBlock = (text: string, soft = false): Block => ({ kind: 'text', text, soft })
