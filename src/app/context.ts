// What screens get from above: made once in main.ts, handed down through Svelte's context, never imported as a value.
import { createContext } from 'svelte'
import type { Capture } from '../platform/capture.ts'
import type { Installing } from '../platform/installing.ts'
import type { Pictures } from '../platform/pictures.ts'
import type { Scanner } from '../platform/scanner.ts'
import type { Speech } from '../platform/speech.ts'
import type { DemoHint } from './demo-hint.ts'
import type { Enrol } from './enrol.ts'
import type { Display } from './display.svelte.ts'
import type { OutboxState } from './outbox.svelte.ts'
import type { PublishedState } from './published.svelte.ts'
import type { Router } from './router.svelte.ts'
import type { Search } from './search.svelte.ts'
import type { Update } from './update.svelte.ts'
import type { VoiceDoor } from './voice/voice-door.ts'
import type { Words } from './words.svelte.ts'

export type { Pictures, Scanner, Speech }

/** What the browser is and can do, as far as a person has to be told. */
export interface Surroundings {
  readonly inWeChat: boolean
  readonly secure: boolean
  /** `https://…` as this page was opened: what codes on paper begin with. */
  readonly origin: string
  /** Room taken, room left as far as the browser says, and whether it promised to keep what is stored. */
  readonly storageUsed: () => Promise<{
    readonly bytes: number
    readonly free: number | null
    readonly lasting: boolean
  } | null>
  readonly print: () => void
  readonly reload: () => void
  readonly copy: (text: string) => Promise<boolean>
  /** Hands a file to the browser under its own name. */
  readonly openFile: (content: Blob, name: string) => void
}

export interface App {
  readonly router: Router
  readonly words: Words
  /** Words in a reading mode of their own: paper speaks other languages than the screen. */
  readonly makeWords: () => Words
  readonly display: Display
  readonly published: PublishedState
  /** A place was kept here before (begun.ts); what is told while the store is still opening. */
  readonly begun: boolean
  /** Whether this was a demo when it was last open (demo-hint.ts). */
  readonly demo: DemoHint
  readonly outbox: OutboxState
  readonly search: Search
  readonly update: Update
  readonly surroundings: Surroundings
  readonly installing: Installing
  /** Loads what photographs and records; asked for when a form opens. */
  readonly openCapture: () => Promise<Capture>
  /** Loads what draws pictures and hands them to other apps; asked for when one is wanted. */
  readonly openPictures: () => Promise<Pictures>
  /** What reads codes on paper; null where the browser can't. */
  readonly openScanner: () => Promise<Scanner | null>
  /** A Chinese voice of this device; null where it has none. */
  readonly openSpeech: () => Promise<Speech | null>
  /** Clips of a reader's voice on this device. */
  readonly voice: VoiceDoor
  /** Hands an enrolment code to the server: the place this device may hold, or why not. */
  readonly enrol: Enrol
  /** First hex digits of the build, for "about". */
  readonly build: string
}

export const [getApp, setApp] = createContext<App>()
