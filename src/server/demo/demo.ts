// The demo's content: the roster files of `rosters/`, through the same intake as any office's, and a few posts; then published.
import { existsSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { importFile } from '../importing/import-file.ts'
import { type Instance, openFromEnvironment } from '../instance.ts'
import { RefusedError } from '../no-instance.ts'
import { publish } from '../publish/publisher.ts'
import { seedPosts } from './posts.ts'

export interface DemoOptions {
  readonly dataDir: string
  readonly log: (line: string) => void
}

export interface DemoSeeded {
  /** What was seeded, for whoever started it. */
  readonly lines: string[]
}

const ROSTERS = path.join(import.meta.dirname, 'rosters')

const rosterFiles = (): string[] =>
  readdirSync(ROSTERS)
    .map((name) => path.join(ROSTERS, name))
    .filter((file) => statSync(file).isFile())
    .sort()

/** True for a data folder in which nothing was stored yet. */
export const needsSeeding = (dataDir: string): Promise<boolean> =>
  Promise.resolve(!existsSync(path.join(dataDir, 'published', 'current')))

const openDemo = async (dataDir: string): Promise<Instance> => {
  const opened = await openFromEnvironment(dataDir, true)
  if (!opened.ok) throw new RefusedError(opened.error)
  return opened.value
}

interface Totals {
  rosters: number
  amounts: number
}

const importAll = async (instance: Instance, log: (line: string) => void): Promise<Totals> => {
  const totals: Totals = { rosters: 0, amounts: 0 }
  for (const file of rosterFiles()) {
    const result = await importFile(instance, file, {
      who: 'demo',
      accept: false,
      correction: null,
    })
    if (!result.ok)
      throw new Error(`the demo's own ${path.basename(file)} was refused: ${result.error.kind}`)
    totals.rosters += result.value.rosters.length
    totals.amounts += result.value.rosters.reduce((sum, roster) => sum + roster.persons, 0)
    log(`${path.basename(file)}: ${result.value.rosters.length} rosters`)
  }
  return totals
}

/** Throws `RefusedError` where real data may be. */
export const seedInstance = async (
  instance: Instance,
  log: DemoOptions['log'],
): Promise<DemoSeeded> => {
  if (!instance.demo) throw new RefusedError('not-a-demo')
  const totals = await importAll(instance, log)
  await seedPosts(instance)
  const publication = await publish(instance.publisher)
  if (!publication.ok) throw new Error(`the demo could not be published: ${publication.error.kind}`)
  return {
    lines: [
      `${totals.rosters} rosters (${totals.amounts} payments to invented people) of the pilot of 2018 and of 2021–2025`,
      `${instance.banner.policies.length} policies with their sources, ${instance.banner.places.length - 1} sites`,
      `published as number ${publication.value.number}; everything is marked 演示数据`,
    ],
  }
}

export const seedDemo = async ({ dataDir, log }: DemoOptions): Promise<DemoSeeded> => {
  const instance = await openDemo(dataDir)
  try {
    return await seedInstance(instance, log)
  } finally {
    await instance.close()
  }
}
