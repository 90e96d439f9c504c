// A phone's first village as a person takes it, by the picker or by the link on a board, and what comes over the line until
// its search answers. For the tests of its bytes and for the bench.
import { existsSync } from 'node:fs'
import path from 'node:path'
import { expect, type Page } from '@playwright/test'
import { CATALOGUE_HEAD } from '../../src/pack/head.ts'
import type { LedgerLine, PackRef } from '../../src/pack/model.ts'
import { createPlaceTree } from '../../src/domain/place/rules.ts'
import { openPublishedDir } from '../../src/server/publish/published-dir.ts'
import { createPublishedReader } from '../../src/server/publish/published-reader.ts'
import { publishedHeads } from '../../src/server/publish/purge-list.ts'
import { isScreenAddress } from '../../src/server/http/shell.ts'
import type { Carried, CountedLine } from './counted-line.ts'
import type { Phone } from './phone.ts'

/** DESIGN §8: what 64 kbit/s bring in three seconds. */
export const FIRST_VILLAGE_BYTES = 24_000

const DIST = path.resolve(import.meta.dirname, '../../dist')

/** Whatever the app itself consists of: the worker brings it before and without any village. All else counts. */
const isShell = (address: string): boolean =>
  isScreenAddress(address) || existsSync(path.join(DIST, new URL(address, 'http://x').pathname))

export const beyondShell = (carried: readonly Carried[]): readonly Carried[] =>
  carried.filter((one) => !isShell(one.path))

/** A phone that has the app and nothing else. */
export const installShell = async (phone: Phone, line: CountedLine): Promise<void> => {
  line.holds = (address) => !isShell(address)
  const page = await phone.open()
  await page.goto(line.url)
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
  await phone.close()
  line.holds = () => false
  line.reset()
}

/** From here on nothing is answered that is asked for once the pack is here that opens it: what is shown then needs no more. */
export const nothingAfter = (line: CountedLine, { opening }: Village): void => {
  line.holds = (_, before) =>
    before.some((one) => one.isAnswered && one.path === `/published/packs/${opening.hash}`)
}

export interface Village {
  readonly id: string
  readonly name: string
  readonly town: string
  readonly ledger: PackRef
  /** What it is first opened with: its short ledger where there is one (PACK-29). */
  readonly opening: PackRef
  /** Hash of the short catalogue. */
  readonly short: string
  /** Somebody whose name is in the newest year, and the name of a programme that paid him. */
  readonly somebody: string
  readonly programme: string
}

/** As it is published in this data folder. */
export const villageOf = (dataDir: string, id: string): Village => {
  const root = path.join(dataDir, 'published')
  const reader = createPublishedReader(root)
  const heads = new Map(publishedHeads(openPublishedDir(root)).map((head) => [head.site, head]))
  const tree = createPlaceTree(reader.catalogue()?.places ?? [])
  const ledger = reader.ledger(id)!
  const newest = Math.max(...ledger.rosters.map(({ year }) => year))
  const isNewest = ({ roster }: LedgerLine) => ledger.rosters[roster]?.year === newest
  const payee = Math.max(
    0,
    ledger.payees.findIndex((_, i) => ledger.linesOf(i).some(isNewest)),
  )
  const line = ledger.linesOf(payee).find(isNewest)
  const programme = ledger.rosters[line?.roster ?? 0]?.programme
  const head = heads.get(id)!
  return {
    id,
    name: tree.byId.get(id)!.name,
    town: tree.ancestorsOf(id)[0]!.name,
    ledger: head.ledger,
    opening: head.short ?? head.ledger,
    short: heads.get(CATALOGUE_HEAD)!.short!.hash,
    somebody: ledger.payees[payee]!.name,
    programme: reader.catalogue()!.programmes.find((one) => one.id === programme)!.name,
  }
}

/** What has to come, each once. */
export const needs = ({ id, opening, short }: Village): readonly string[] =>
  [
    '/published/trust.json',
    '/published/sites/catalogue',
    `/published/packs/${short}`,
    `/published/sites/${id}`,
    `/published/packs/${opening.hash}`,
  ].sort()

/** Both ways up to the tap that asks for the village. */
export const openByLink = async (page: Page, url: string, { id }: Village): Promise<void> => {
  await page.goto(`${url}/p/${id}`)
  await expect(page.getByRole('button', { name: '存到这台手机' })).toBeVisible()
}
export const openByPicker = async (page: Page, url: string, { town }: Village): Promise<void> => {
  await page.goto(url)
  await page.locator('summary', { hasText: town }).click()
}

/** The tap, until the place's page shows its groups. */
export const takeByLink = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: '存到这台手机' }).click()
  await expect(page.locator('#people a').first()).toBeVisible()
}
/** The tap, until there is a search box. */
export const takeByPicker = async (page: Page, { town, name }: Village): Promise<void> => {
  const villages = page.locator('details', { has: page.locator('summary', { hasText: town }) })
  await villages.getByText(name, { exact: true }).click()
  await expect(page.getByRole('searchbox', { name: '找人：输入姓名' })).toBeVisible()
}

export const searchHere = async (page: Page, { somebody }: Village): Promise<void> => {
  await page.getByRole('searchbox', { name: '找人：输入姓名' }).fill(somebody)
  await expect(page.locator('#found a').first()).toContainText(somebody)
}
