// The page of a place: its rosters, sums, notices, and the places below it.
import { createPlaceTree, type PlaceTree } from '../../../domain/place/rules.ts'
import { isHidden } from '../../../pack/account.ts'
import type {
  Catalogue,
  CountsCell,
  Ledger,
  LedgerRoster,
  Posts,
  SumCell,
} from '../../../pack/model.ts'
import { html, type Markup } from './markup.ts'
import { notListed, yuan } from './page.ts'
import { say } from './words.ts'

export interface PlacePageInput {
  readonly catalogue: Catalogue
  readonly place: string
  readonly ledger: Ledger | null
  readonly posts: Posts | null
  readonly today: string
}

/** Address of a roster's page. */
export const rosterAddress = (site: string, rosterId: string): string =>
  `/s/${site}/${rosterId.split('/').map(encodeURIComponent).join('/')}`

const rosterItem = (site: string, roster: LedgerRoster): Markup =>
  html`<li>
    <a href="${rosterAddress(site, roster.id)}">${roster.title}</a>
    <span class="quiet"
      >${roster.persons === null ? '' : say('persons', { count: roster.persons })}
      ${roster.amountFen === null ? '' : say('yuan', { amount: yuan(roster.amountFen) })}</span
    >
  </li>`

const cellItem = (catalogue: Catalogue, cell: CountsCell | SumCell, note: string): Markup => {
  const programme = catalogue.programmes.find((p) => p.id === cell.programme)
  return html`<li>
    ${`${cell.year}年`}${programme?.name ?? cell.programme}${cell.batch === '1' ? '' : cell.batch}：
    ${say('persons', { count: cell.persons })} ${say('yuan', { amount: yuan(cell.amountFen) })}
    ${note}
  </li>`
}

const sumsSection = ({ catalogue, ledger, today }: PlacePageInput): Markup | null => {
  const cells = (ledger?.sums ?? []).filter((cell) => !isHidden(cell.until, today))
  if (cells.length === 0) return null
  const newestFirst = [...cells].sort((a, b) => b.year - a.year)
  return html`<h2>${say('sums')}</h2>
    <ul>
      ${newestFirst.map((cell) => cellItem(catalogue, cell, say('sites', { count: cell.sites })))}
    </ul>`
}

/** Said where nothing is, unless sums of the places below say it. */
const rosterSection = ({ place, ledger, today }: PlacePageInput): Markup | null => {
  const shown = (ledger?.rosters ?? []).filter((roster) => !isHidden(roster.until, today))
  if (shown.length === 0 && (ledger?.sums.length ?? 0) > 0) return null
  const newestFirst = [...shown].sort((a, b) => b.year - a.year)
  return html`<h2>${say('rosters')}</h2>
    ${shown.length === 0 ? html`<p>${say('noRosters')}</p>` : ''}
    <ul>
      ${newestFirst.map((roster) => rosterItem(place, roster))}
    </ul>`
}

const countsSection = ({ catalogue, ledger, today }: PlacePageInput): Markup | null => {
  const cells = (ledger?.counts ?? []).filter((cell) => !isHidden(cell.until, today))
  if (cells.length === 0) return null
  return html`<h2>${say('counts')}</h2>
    <ul>
      ${cells.map((cell) => cellItem(catalogue, cell, cell.pooled ? say('pooled') : ''))}
    </ul>`
}

const postsSection = ({ posts, today }: PlacePageInput): Markup | null => {
  const written = (posts?.posts ?? []).filter((p) => p.kind === 'post' && !isHidden(p.until, today))
  if (written.length === 0) return null
  return html`<h2>${say('posts')}</h2>
    <ul>
      ${written.map((p) => html`<li>${p.day} ${p.channel} ${p.title}<br />${p.text}</li>`)}
    </ul>`
}

const belowSection = (tree: PlaceTree, place: string): Markup | null => {
  const children = tree.childrenOf(place)
  if (children.length === 0) return null
  return html`<h2>${say('below')}</h2>
    <ul>
      ${children.map((child) => html`<li><a href="/s/${child.id}">${tree.fullName(child.id)}</a></li>`)}
    </ul>`
}

export const placePageBody = (input: PlacePageInput): Markup => {
  const tree = createPlaceTree(input.catalogue.places)
  return html`${rosterSection(input)} ${sumsSection(input)} ${countsSection(input)}
  ${postsSection(input)} ${belowSection(tree, input.place)} ${notListed(input.catalogue)}`
}
