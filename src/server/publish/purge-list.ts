// `published/purge.txt`: what caches in front of us have to let go at the newest publication, one path a line. Everything is
// sent `no-cache`; the list is for caches that keep things all the same.
import { CATALOGUE_HEAD, POLICIES_HEAD, refsOfHead } from '../../pack/head.ts'
import type { SiteHead } from '../../pack/model.ts'
import { decodeSites } from '../../pack/site-file.ts'
import { sha256 } from '../crypto/node-ports.ts'
import type { PublishedDir } from './published-dir.ts'

/** Heads of the current publication; none before the first. */
export const publishedHeads = (dir: PublishedDir): readonly SiteHead[] => {
  const bytes = dir.readCurrent('sites.json')
  const sites = bytes ? decodeSites(new Uint8Array(bytes), sha256) : null
  return sites?.ok ? sites.value.heads : []
}

const fingerprint = (head: SiteHead): string =>
  refsOfHead(head)
    .map(({ hash }) => hash)
    .join(' ')

/** A path that ends in `/` means everything below it. */
const pathsOf = ({ site }: SiteHead): string[] => {
  const head = `/published/sites/${site}`
  if (site === CATALOGUE_HEAD) return [head, '/s/']
  if (site === POLICIES_HEAD) return [head, '/s/policies', '/s/policy/']
  return [head, `/s/${site}`, `/s/${site}/`]
}

/** `gone`: hashes of all packs that were ever withdrawn, so that a list that was missed loses none. */
export const purgePaths = (
  before: readonly SiteHead[],
  after: readonly SiteHead[],
  gone: readonly string[],
): string[] => {
  const known = new Map(before.map((head) => [head.site, fingerprint(head)]))
  const changed = after.filter((head) => known.get(head.site) !== fingerprint(head))
  return [
    '/published/sites.json',
    '/published/trust.json',
    ...changed.flatMap(pathsOf),
    ...gone.map((hash) => `/published/packs/${hash}`).sort(),
  ]
}
