// The nine-item card of a policy, each field with its source or 未收集到.
import { formatDecimal, RATE_DECIMALS } from '../../../base/decimal.ts'
import {
  type Policy,
  POLICY_FIELDS,
  type PolicyField,
  type PolicySource,
} from '../../../domain/policy/schema.ts'
import { html, type Markup } from './markup.ts'
import { say } from './words.ts'

const sourceOf = (sources: readonly PolicySource[], id: string): string =>
  sources.find((source) => source.id === id)?.title ?? id

const fieldBody = (sources: readonly PolicySource[], field: PolicyField | null): Markup => {
  if (field === null) return html`<td class="quiet">${say('notCollected')}</td>`
  const year = field.year === null ? '' : ` ${field.year}`
  return html`<td>
    ${field.text}
    <div class="quiet">
      ${say('fieldSource', { place: field.place, year, source: sourceOf(sources, field.source) })}
    </div>
  </td>`
}

export const policyPageBody = (policy: Policy, sources: readonly PolicySource[]): Markup =>
  html`<table>
      <tbody>
        ${POLICY_FIELDS.map(
          (name) =>
            html`<tr>
              <th>${say(`field.${name}`)}</th>
              ${fieldBody(sources, policy.fields[name])}
            </tr>`,
        )}
      </tbody>
    </table>
    <ul>
      ${policy.rates.map(
        (rate) =>
          html`<li>
            ${rate.place} ${rate.year} ${rate.label ?? ''}
            ${formatDecimal(rate.rate, RATE_DECIMALS, true)} 元/${rate.unit}
            <span class="quiet">${sourceOf(sources, rate.source)}</span>
          </li>`,
      )}
    </ul>`

export const policyListBody = (policies: readonly Policy[]): Markup =>
  html`<ul>
    ${policies.map((policy) => html`<li><a href="/s/policy/${policy.id}">${policy.title}</a></li>`)}
  </ul>`
