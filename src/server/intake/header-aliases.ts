// Words over columns → roles, from a data file that a county's IT person extends (DATA_DIR/banner/header-aliases.json).
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod/mini'
import { err, ok, type Result } from '../../base/result.ts'
import { compactText } from './cells/cell-text.ts'

export const ROLES = [
  'name',
  'id',
  'account',
  'bank',
  'household-code',
  'household-size',
  'relation',
  'town',
  'village',
  'place',
  'group',
  'village-group',
  'address',
  'programme',
  'crop',
  'year',
  'batch',
  'quantity',
  'months',
  'deduction',
  'rate',
  'amount',
  'status',
  'remark',
  'serial',
  'ignored',
] as const
export type Role = (typeof ROLES)[number]

/** Aliases per role, in order of preference. */
export type HeaderAliases = Readonly<Record<Role, readonly string[]>>

export interface RoleMatch {
  readonly role: Role
  /** Place of the alias in its list: the smaller wins among several columns of a role. */
  readonly rank: number
}

const AliasFile = z.record(z.string(), z.union([z.string(), z.array(z.string())]))

export interface HeaderAliasError {
  readonly kind: 'header-aliases'
  readonly file: string
  readonly problem: string
}

/** The delivered words, and before them those of the data directory. */
export const loadHeaderAliases = (dataDir?: string): Result<HeaderAliases, HeaderAliasError> => {
  const delivered = new URL('../banner/header-aliases.json', import.meta.url)
  const base = parseAliases(readFileSync(delivered, 'utf8'), 'header-aliases.json')
  const own = dataDir === undefined ? null : join(dataDir, 'banner', 'header-aliases.json')
  if (!base.ok || own === null || !existsSync(own)) return base
  const added = parseAliases(readFileSync(own, 'utf8'), own)
  return added.ok ? ok(joinAliases(added.value, base.value)) : added
}

const parseAliases = (text: string, file: string): Result<HeaderAliases, HeaderAliasError> => {
  const refuse = (problem: string) => err({ kind: 'header-aliases' as const, file, problem })
  let json: unknown
  try {
    json = JSON.parse(text.replace(/^\ufeff/, ''))
  } catch {
    return refuse('not JSON')
  }
  const parsed = z.safeParse(AliasFile, json)
  if (!parsed.success) return refuse('each entry must be a list of words')
  const unknown = Object.keys(parsed.data).find((key) => !isRole(key) && !key.startsWith('//'))
  if (unknown !== undefined) return refuse(`no such kind of column: ${unknown}`)
  const lists = ROLES.map((role) => [role, parsed.data[role] ?? []] as const)
  return ok(Object.fromEntries(lists) as unknown as HeaderAliases)
}

const isRole = (key: string): key is Role => (ROLES as readonly string[]).includes(key)

const joinAliases = (first: HeaderAliases, second: HeaderAliases): HeaderAliases =>
  Object.fromEntries(
    ROLES.map((role) => [role, [...first[role], ...second[role]]]),
  ) as unknown as HeaderAliases

export type LabelMatcher = (label: string) => RoleMatch | null

interface Alias extends RoleMatch {
  readonly text: string
}

/** Roles whose words may end a longer label: 2023年核定小麦面积 is a 面积, 嘎查委员会主任 is no place. */
const TAIL_ROLES: readonly Role[] = [
  'name',
  'id',
  'account',
  'quantity',
  'months',
  'rate',
  'amount',
  'status',
  'remark',
]
/** Labels that speak about something and are not the thing: 补贴对象类别 holds no names. */
const ABOUT =
  /(?:类别|类型|性质|原因|日期|时间|等级|方式|编号|代码|电话|签字|签名|依据|部门|意见|文号|情况|年龄|(?<!身份)证号)$/

/** Exact words first, then the longest alias that ends the label. Labels come compacted; results are remembered. */
export const createLabelMatcher = (aliases: HeaderAliases): LabelMatcher => {
  const exact = new Map<string, RoleMatch>()
  const tails: Alias[] = []
  for (const role of ROLES) {
    for (const [rank, word] of aliases[role].entries()) {
      const text = labelKey(compactText(word))
      if (!exact.has(text)) exact.set(text, { role, rank })
      if (TAIL_ROLES.includes(role) && text.length >= 2) tails.push({ text, role, rank })
    }
  }
  tails.sort((a, b) => b.text.length - a.text.length)
  const known = new Map<string, RoleMatch | null>()
  const match = (label: string): RoleMatch | null => {
    for (const variant of labelVariants(label)) {
      const hit = exact.get(variant)
      if (hit) return hit
    }
    for (const variant of labelVariants(label)) {
      const hit = matchTail(variant, tails)
      if (hit) return hit
    }
    return null
  }
  return (label) => {
    const cached = known.get(label)
    if (cached !== undefined) return cached
    const result = label.length > 40 ? null : match(label)
    if (known.size < 5000) known.set(label, result)
    return result
  }
}

const matchTail = (label: string, tails: readonly Alias[]): RoleMatch | null => {
  if (ABOUT.test(label)) return null
  if (/^(?:每|单)(?:亩|头|只|口|台|人|户|月)/.test(label) && label.length > 2)
    return { role: 'rate', rank: 50 }
  const hit = tails.find((alias) => label.endsWith(alias.text))
  return hit ? { role: hit.role, rank: hit.rank } : null
}

const labelKey = (text: string): string => text.replace(/[():·、,，.\-_/*]/g, '')

/** With the words in brackets, without them; without a leading year or number. */
const labelVariants = (label: string): readonly string[] => {
  const plain = label
    .replace(/^(?:\d{1,2}|[一二三四五六七八九十]{1,2})[、.．]/, '')
    .replace(/^(?:(?:19|20)\d{2}年?度?|本年度?|当年|上年度?)(?=.{2})/, '')
    .replace(/\d+$/, '')
  const variants = [plain, plain.replace(/\([^()]*\)/g, '')].map(labelKey)
  return [...new Set([labelKey(label), ...variants])].filter((text) => text !== '')
}
