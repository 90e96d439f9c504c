// Runs inside the page of the phone bench, beside the app and on its database: the real store, asked and timed without a
// screen in between. Bundled by phone.bench.ts and handed to the page as text.
import { accountOf } from '../../src/pack/account.ts'
import { createBrowserHost } from '../../src/platform/browser-host.ts'
import { openPublished } from '../../src/store/published/open-published.ts'

export interface Samples {
  readonly ms: readonly number[]
}
export interface PhonePage {
  readonly held: () => number
  /** True when everything wished for is here and no round runs. */
  readonly settled: () => boolean
  readonly payees: () => Promise<number>
  /** A name of every second site, so that queries hit all over the banner. */
  readonly names: () => Promise<readonly string[]>
  readonly search: (queries: readonly string[]) => Promise<Samples>
  /** The first account of each of these sites that was not read before. */
  readonly coldAccounts: (from: number, count: number) => Promise<Samples>
}

declare global {
  var phonePage: Promise<PhonePage>
}

const timed = async (runs: readonly (() => Promise<unknown>)[]): Promise<Samples> => {
  const ms: number[] = []
  for (const run of runs) {
    const start = performance.now()
    await run()
    ms.push(performance.now() - start)
  }
  return { ms }
}

const open = async (): Promise<PhonePage> => {
  const published = await openPublished(createBrowserHost(window))
  await published.rechecked
  const sites = () => published.status().held.filter((site) => site.length === 12)
  const ledgerOf = async (site: string) => {
    const ledger = await published.ledger(site)
    if (!ledger.ok) throw new Error(ledger.error.kind)
    return ledger.value
  }
  return {
    held: () => published.status().held.length,
    settled: () => {
      const { syncing, held, wanted } = published.status()
      return !syncing && wanted.length > 0 && wanted.every((site) => held.includes(site))
    },
    payees: async () => {
      let payees = 0
      for (const site of sites()) payees += (await ledgerOf(site)).payees.length
      return payees
    },
    names: async () => {
      const names: string[] = []
      for (const site of sites().filter((_, i, all) => all.length < 3 || i % 2 === 0)) {
        const { payees } = await ledgerOf(site)
        const name = payees[(17 * names.length) % Math.max(1, payees.length)]?.name
        if (name !== undefined) names.push(name)
      }
      return names
    },
    search: async (queries) => {
      await published.search('一') // the first letter waits for the segments; it is measured as part of the start
      return timed(queries.map((query) => () => published.search(query)))
    },
    coldAccounts: (from, count) =>
      timed(
        sites()
          .slice(from, from + count)
          .map((site) => async () => {
            const ledger = await ledgerOf(site)
            return accountOf(ledger, 0, published.status().today)
          }),
      ),
  }
}

globalThis.phonePage = open()
