// How the sheets of one job look, and the few facts that stand on each of them; handed down from the print screen.
import { createContext } from 'svelte'
import type { PaperSize } from '../../app/sheets/print-form.svelte.ts'
import type { Script, SheetWords } from '../../app/sheets/sheet-words.svelte.ts'

export interface SheetLook {
  readonly words: SheetWords
  readonly script: Script
  readonly paper: PaperSize
  readonly mongolianFirst: boolean
  readonly demo: boolean
  /** Where phones reach the office; root's first digits; the checkpoint's number. */
  readonly origin: string
  readonly root: string
  readonly number: number
  /** Keys that codes of the village's own sheets carry, by site. */
  readonly keys: ReadonlyMap<string, string>
}

export const [getLook, setLook] = createContext<SheetLook>()
