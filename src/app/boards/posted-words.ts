// A roster that hangs on a board, in words: year, programme, batch, kind, version. Pure.
import type { Say } from '../words.svelte.ts'
import { formatBatch } from '../format.ts'

export const sayPosted =
  (id: string, version: number, programmeWords: (programme: string) => Say): Say =>
  (t) => {
    const [programme = '', year = '', batch = '', kind] = id.split('/')
    return [
      t('shell.year', { year }),
      programmeWords(programme)(t),
      formatBatch(batch, t),
      kind === 'notice' ? t('shell.notice') : '',
      t('shell.version', { version }),
    ]
      .filter((part) => part !== '')
      .join(' ')
  }
