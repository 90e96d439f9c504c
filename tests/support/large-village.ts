// A village of fifteen hundred people and five years: more of a ledger than a phone waits for (PACK-29). Put into an office's
// folder while no server of it runs.
import { publish } from '../../src/server/publish/publisher.ts'
import { importInto, makeLine, makeRoster, reopenTestInstance } from './test-instance.ts'

const PEOPLE = 1_500
const YEARS = [2021, 2022, 2023, 2024, 2025]
/** Who stands in the first year alone. */
export const ONLY_EARLY = '单青山'

/** No two years alike, or they would take no room. */
const hundredthsOf = (n: number, year: number): number =>
  1_000 +
  (((Math.imul(n + 1, 2_654_435_761) ^ Math.imul(year * (n + 7), 97_003_231)) >>> 12) % 9_000)

const linesOf = (year: number) => {
  const lines = Array.from({ length: PEOPLE }, (_, n) => {
    const quantity = 10 * hundredthsOf(n, year)
    return makeLine(n, { quantity, amountFen: Math.round((quantity * 674_100) / 100_000) })
  })
  return year === YEARS[0] ? [...lines, makeLine(PEOPLE, { name: ONLY_EARLY })] : lines
}

export const addLargeVillage = async (dataDir: string, site: string): Promise<void> => {
  const office = await reopenTestInstance(dataDir, new Date().toISOString())
  const { instance } = office
  try {
    for (const year of YEARS) {
      const done = await importInto(office, [makeRoster({ site, year, lines: linesOf(year) })])
      if (!done.ok) throw new Error(JSON.stringify(done.error))
    }
    const published = await publish(instance.publisher)
    if (!published.ok) throw new Error(published.error.kind)
  } finally {
    await instance.close()
  }
}
