// Makes the recorder ready: the words with their Chinese, those of this banner's programmes, the microphone's code, the clips.
import type { App } from '../context.ts'
import type { Area, Key } from '../words-keys.ts'
import { RecorderSession } from './recorder-session.svelte.ts'
import { wordGroups } from './word-groups.ts'

const areaOf = (key: string): Area => key.slice(0, key.indexOf('.')) as Area

export const openSession = async ({
  voice,
  openCapture,
  words,
  makeWords,
  published,
}: Pick<
  App,
  'voice' | 'openCapture' | 'words' | 'makeWords' | 'published'
>): Promise<RecorderSession> => {
  const [opened, capture, { default: core }, store] = await Promise.all([
    voice.open(),
    openCapture(),
    import('../../../locales/core-mn.json'),
    published.opened(),
  ])
  const areas: readonly Area[] = ['voice', ...new Set(Object.values(core).flat().map(areaOf))]
  const reference = makeWords()
  const needs = [reference.need(areas), words.need(areas)]
  const [catalogue] = await Promise.all([store.catalogue(), ...needs])
  const programmes = catalogue.ok ? catalogue.value.programmes.map(({ id }) => id) : []
  const chinese = (key: Key): string => published.wordOf(key)(reference.t)
  const groups = wordGroups({ core, programmes, chinese })
  return new RecorderSession({ voice: opened, recorder: capture.recorder, groups, chinese })
}
