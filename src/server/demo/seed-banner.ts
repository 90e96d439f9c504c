// Fills a data folder with a whole generated banner, through the same import as any roster. For measuring only.
import { sql } from 'kysely'
import type { Instance } from '../instance.ts'
import { importRosters } from '../registry/import-rosters.ts'
import type { ImportRoster } from '../registry/import-types.ts'
import { takeLock } from '../store/lock.ts'
import { type GeneratedPlace, generateBanner } from './generated-banner.ts'

export interface SeedTotals {
  readonly places: number
  readonly payees: number
  readonly rosters: number
  readonly lines: number
}

/** A generated place's rosters as an import takes them. */
export const rostersOf = (
  place: GeneratedPlace,
  unitOf: (programme: string) => string,
): ImportRoster[] =>
  place.rosters.map((roster) => ({
    site: place.site,
    programme: roster.programme,
    year: roster.year,
    batch: roster.batch,
    kind: 'result',
    title: '',
    unit: unitOf(roster.programme),
    lines: roster.lines.map((line, i) => {
      const payee = place.payees[line.payee]!
      return {
        sheet: String(roster.year),
        row: i + 1,
        name: payee.name,
        group: payee.group,
        idNumber: payee.idNumber,
        account: payee.account,
        quantity: line.quantity,
        rate: roster.rate,
        amountFen: line.amountFen,
        state: 'paid',
      }
    }),
  }))

/** Needs the lock `import`; null when another import holds it. */
export const seedBanner = async (
  instance: Instance,
  seed: number,
  progress: (done: SeedTotals) => void,
): Promise<SeedTotals | null> => {
  const { db } = instance.store
  const lock = await takeLock(
    { db, clock: instance.clock, holder: `seed-${process.pid}` },
    'import',
  )
  if (!lock) return null
  // Generated data can be generated again: no need to wait for the disk at each of thousands of transactions.
  if (instance.store.kind === 'sqlite') await sql`pragma synchronous = off`.execute(db)
  const programmes = new Map(instance.banner.programmes.map((p) => [p.id, p]))
  let totals: SeedTotals = { places: 0, payees: 0, rosters: 0, lines: 0 }
  try {
    for (const place of generateBanner(seed)) {
      const rosters = rostersOf(place, (id) => programmes.get(id)?.unit ?? '')
      const stored = await importRosters(
        {
          db,
          clock: instance.clock,
          box: instance.box,
          dataDir: instance.dataDir,
          programmes: instance.banner.programmes,
        },
        {
          fileName: `generated-${seed}-${place.site}`,
          bytes: Buffer.from(`generated ${seed} ${place.site}`),
          who: 'seed',
          rosters,
          linkByName: false,
          correction: null,
        },
      )
      if (!stored.ok)
        throw new Error(`the generated place ${place.site} was refused: ${stored.error.kind}`)
      totals = {
        places: totals.places + 1,
        payees: totals.payees + place.payees.length,
        rosters: totals.rosters + rosters.length,
        lines: totals.lines + rosters.reduce((sum, roster) => sum + roster.lines.length, 0),
      }
      await lock.renew()
      progress(totals)
    }
    return totals
  } finally {
    await lock.release()
  }
}
