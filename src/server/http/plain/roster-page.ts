// The page of one roster: every line as published, corrections told, nothing that the app would not show.
import { formatDecimal, QUANTITY_DECIMALS, RATE_DECIMALS } from '../../../base/decimal.ts'
import type {
  Catalogue,
  Ledger,
  LedgerLine,
  LedgerPayee,
  LedgerRoster,
} from '../../../pack/model.ts'
import { html, type Markup } from './markup.ts'
import { notListed, yuan } from './page.ts'
import { say } from './words.ts'

const orBlank = (value: number | null, decimals: number): string =>
  value === null ? '' : formatDecimal(value, decimals, true)

const struck = (line: LedgerLine): Markup | null => {
  const before = line.was?.amountFen ?? null
  return before === null ? null : html`<s>${yuan(before)}</s> `
}

const lineRow = (
  ledger: Ledger,
  payee: LedgerPayee,
  line: LedgerLine,
  roster: LedgerRoster,
): Markup => {
  const rate = line.rate ?? roster.rate
  return html`<tr>
    <td class="n">${payee.number}</td>
    <td>${payee.name}</td>
    <td>${ledger.groups[payee.group] ?? ''}</td>
    <td>${payee.lastFour}</td>
    <td class="n">${orBlank(line.quantity, QUANTITY_DECIMALS)}</td>
    <td class="n">
      ${rate === null ? say('asApproved') : formatDecimal(rate, RATE_DECIMALS, true)}
    </td>
    <td class="n">${struck(line)}${line.amountFen === null ? '' : yuan(line.amountFen)}</td>
    <td>${say(`state.${line.state}`)}</td>
  </tr>`
}

const namedRows = (ledger: Ledger, index: number, roster: LedgerRoster): Markup[] =>
  ledger.payees.flatMap((payee, position) =>
    ledger
      .linesOf(position)
      .filter((line) => line.roster === index)
      .map((line) => lineRow(ledger, payee, line, roster)),
  )

const namedTable = (ledger: Ledger, index: number, roster: LedgerRoster): Markup =>
  html`<div class="wide" tabindex="0" role="region" aria-label="${roster.title}">
    <table>
      <thead>
        <tr>
          <th class="n">${say('number')}</th>
          <th>${say('name')}</th>
          <th>${say('group')}</th>
          <th>${say('lastFour')}</th>
          <th class="n">${say('quantity', { unit: roster.unit })}</th>
          <th class="n">${say('rate')}</th>
          <th class="n">${say('amount')}</th>
          <th>${say('state')}</th>
        </tr>
      </thead>
      <tbody>
        ${namedRows(ledger, index, roster)}
      </tbody>
    </table>
  </div>`

const maskedTable = (ledger: Ledger, index: number): Markup => {
  const rows = ledger.masked.find((list) => list.roster === index)?.rows ?? []
  return html`<table>
    <thead>
      <tr>
        <th>${say('name')}</th>
        <th class="n">${say('amount')}</th>
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        (row) =>
          html`<tr>
            <td>${row.name}</td>
            <td class="n">${yuan(row.amountFen)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`
}

const correctionLines = (roster: LedgerRoster): Markup[] =>
  roster.corrections.map(
    (c) =>
      html`<p class="quiet">
        ${say('correction', {
          day: c.day,
          version: c.version,
          reason: say(`reason.${c.reason}`),
          text: c.text === '' ? '' : `，${c.text}`,
        })}
      </p>`,
  )

export const rosterPageBody = (catalogue: Catalogue, ledger: Ledger, index: number): Markup => {
  const roster = ledger.rosters[index]!
  return html`<p class="quiet">
      ${say('version', { version: roster.version })}
      ${roster.until === null ? '' : say('until', { day: roster.until })}
    </p>
    ${roster.notice === null ? null : html`<p>${say('notice', { ...roster.notice })}</p>`}
    ${correctionLines(roster)}
    ${roster.class === 'masked' ? maskedTable(ledger, index) : namedTable(ledger, index, roster)}
    <p>
      ${say('total')}：${roster.persons === null ? '' : say('persons', { count: roster.persons })}
      ${roster.amountFen === null ? '' : say('yuan', { amount: yuan(roster.amountFen) })}
    </p>
    ${notListed(catalogue)}`
}
