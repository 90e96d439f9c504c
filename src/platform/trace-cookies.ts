// Two cookies that outlive IndexedDB: what was unsent, and what was lost. Read by scripts alone; the server makes no use of them.
import type { TraceJar } from '../sync/outbox/trace.ts'
import { LONGEST_S } from './worker-trace.ts'

export const createTraceCookies = (page: Pick<Document, 'cookie'>, secure: boolean): TraceJar => {
  const attributes = `; path=/; samesite=strict${secure ? '; secure' : ''}`
  return {
    read: (name) => {
      const prefix = `iltod-${name}=`
      const found = page.cookie.split('; ').find((pair) => pair.startsWith(prefix))
      return found?.slice(prefix.length) ?? null
    },
    write: (name, text) => {
      page.cookie = `iltod-${name}=${text ?? ''}; max-age=${text === null ? 0 : LONGEST_S}${attributes}`
    },
  }
}
