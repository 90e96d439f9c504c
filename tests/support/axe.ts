// What axe finds on the page as it stands, one line for each rule that is broken.
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'

/**
 * Legacy: without a second page that sums up what frames of other origins found. There are none here, and each of its pages
 * costs more than all rules. What passed is not written down either.
 */
const axeOn = (page: Page): AxeBuilder =>
  new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] })

export const violationsOn = async (page: Page, rules?: readonly string[]): Promise<string[]> => {
  const axe = axeOn(page)
  const { violations } = await (rules ? axe.withRules([...rules]) : axe).analyze()
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((n) => n.target.join(' ')).join(' · ')}`,
  )
}
