// What axe finds on the page as it stands, one line for each rule that is broken.
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'

export const violationsOn = async (page: Page, rules?: readonly string[]): Promise<string[]> => {
  const axe = new AxeBuilder({ page })
  const { violations } = await (rules ? axe.withRules([...rules]) : axe).analyze()
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((n) => n.target.join(' ')).join(' · ')}`,
  )
}
