// Where the browser's parts meet: deps are made here, the screen is drawn at once, the stores open behind it.
import { mount } from 'svelte'
import { readBegun } from './app/begun.ts'
import { createDemoHint } from './app/demo-hint.ts'
import { Display } from './app/display.svelte.ts'
import { createEnrol } from './app/enrol.ts'
import { locales } from './app/locales.ts'
import { OutboxState } from './app/outbox.svelte.ts'
import { PublishedState } from './app/published.svelte.ts'
import { Router } from './app/router.svelte.ts'
import { Search } from './app/search.svelte.ts'
import { Update } from './app/update.svelte.ts'
import { createVoiceDoor } from './app/voice/voice-door.ts'
import { Words } from './app/words.svelte.ts'
import { createBrowserHistory } from './platform/browser-history.ts'
import { createBrowserHost } from './platform/browser-host.ts'
import { createInstalling } from './platform/installing.ts'
import { createPage } from './platform/page.ts'
import { createPreferences } from './platform/preferences.ts'
import { createShellUpdates } from './platform/shell-updates.ts'
import { createSurroundings } from './platform/surroundings.ts'
import type { Outbox } from './store/outbox/outbox.ts'
import type { Published } from './store/published/published.ts'
import App from './ui/App.svelte'
import './ui/tokens.css'
import './ui/base.css'

const host = createBrowserHost(window)

/** Monotonic time of the last round in which the server was heard; null before the first. */
const watchRounds = (published: Published): (() => number | null) => {
  let heardMs: number | null = null
  let wasSyncing = false
  published.subscribe(() => {
    const { syncing, lastFailure } = published.status()
    if (wasSyncing && !syncing && lastFailure === null) heardMs = host.clock.monotonic()
    wasSyncing = syncing
  })
  return () => heardMs
}

/** Time for the screen to show what was found. */
const AFTER_HIT_MS = 200

/** The field plane's code comes when the search box has answered: a look-up never waits for it. */
const openField = async (published: Published): Promise<Outbox> => {
  const heard = watchRounds(published)
  await published.warmed
  await new Promise<void>((go) => host.timers.after(AFTER_HIT_MS, go))
  const field = await import('./app/open-field.ts')
  return field.openField({ view: window, host, published, heard })
}

/** Bar and search box are drawn while the code of the store is still being read. */
const opening = import('./store/published/open-published.ts').then(({ openPublished }) =>
  openPublished(host),
)
const published = new PublishedState(opening)
const makeWords = () => new Words({ ...locales, drafts: () => published.settings?.demo ?? null })
const words = makeWords()
const preferences = createPreferences(() => window.localStorage)
// Names of programmes stand on most screens; in Chinese they come with the catalogue.
void words.need(['programme'])

document.getElementById('opening')?.remove()
mount(App, {
  target: document.body,
  props: {
    app: {
      words,
      makeWords,
      published,
      begun: readBegun(preferences, opening),
      demo: createDemoHint(preferences),
      outbox: new OutboxState(opening.then(openField)),
      search: new Search(published),
      router: new Router(createBrowserHistory(window)),
      display: new Display(preferences, createPage(window), words),
      update: new Update(createShellUpdates(window)),
      surroundings: createSurroundings(window),
      installing: createInstalling(window),
      openCapture: () =>
        import('./platform/capture.ts').then(({ createCapture }) => createCapture(window)),
      openPictures: () =>
        import('./platform/pictures.ts').then(({ createPictures }) => createPictures(window)),
      openScanner: () =>
        import('./platform/scanner.ts').then(({ openScanner }) => openScanner(window)),
      openSpeech: () => import('./platform/speech.ts').then(({ openSpeech }) => openSpeech(window)),
      voice: createVoiceDoor(preferences, (remember) =>
        import('./app/voice/open-voice.ts').then(({ openVoice }) => openVoice(window, remember)),
      ),
      enrol: createEnrol(host.http),
      build: __BUILD_ID__,
    },
  },
})
