// Which words a screen can show: walks the imports of its components and gathers every key that their code and markup name.
// `t(\`shell.place.${type}\`)` names all keys that fit. Derived from the sources alone, so that no list has to be believed.
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'svelte/compiler'

interface Node {
  readonly type?: string
  readonly [part: string]: unknown
}

export interface SourceUse {
  /** Paths from the root. */
  readonly imports: readonly string[]
  /** Texts that stand in the code as they are. */
  readonly literals: readonly string[]
  /** Texts with gaps: what stands between them. */
  readonly templates: readonly (readonly string[])[]
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null

const visit = (value: unknown, see: (node: Node) => void): void => {
  if (!isNode(value)) return
  if (value.type !== undefined) see(value)
  for (const [name, part] of Object.entries(value)) if (name !== 'metadata') visit(part, see)
}

/** Components and plain TypeScript are read by one parser. */
const treeOf = (file: string, text: string): Node => {
  const { instance, module, fragment } = parse(
    file.endsWith('.svelte') ? text : `<script lang="ts">${text}</script>`,
    { modern: true },
  )
  return { instance, module, fragment }
}

const stringOf = (node: unknown): string | null =>
  isNode(node) && typeof node['value'] === 'string' ? node['value'] : null

const importOf = (node: Node): string | null => {
  if (node.type === 'ImportDeclaration' && node['importKind'] !== 'type')
    return stringOf(node['source'])
  return node.type === 'ImportExpression' ? stringOf(node['source']) : null
}

const templateOf = (node: Node): string[] | null =>
  node.type === 'TemplateLiteral' && Array.isArray(node['quasis'])
    ? (node['quasis'] as { value: { cooked: string } }[]).map(({ value }) => value.cooked)
    : null

export const useOf = (file: string, text: string): SourceUse => {
  const imports: string[] = []
  const literals: string[] = []
  const templates: string[][] = []
  visit(treeOf(file, text), (node) => {
    const target = importOf(node)
    if (target?.startsWith('.')) imports.push(path.posix.join(path.posix.dirname(file), target))
    if (node.type === 'Literal') literals.push(stringOf(node) ?? '')
    if (node.type === 'Text' && typeof node['data'] === 'string') literals.push(node['data'])
    const template = templateOf(node)
    if (template) templates.push(template)
  })
  return { imports, literals, templates }
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** A template counts only from the name of an area on: `${a} · ${b}` names no word. */
const matcherOf = (parts: readonly string[]): RegExp | null =>
  /^[a-z]+\./.test(parts[0] ?? '') ? new RegExp(`^${parts.map(escaped).join('.+')}$`) : null

/** Words that are spoken, not shown, and what only tells which screens there are. */
const NOT_SHOWN = [/^src\/app\/(aloud|voice)\//, /^src\/ui\/screens\.ts$/]

const isScreenCode = (file: string): boolean =>
  /^src\/(app|ui)\/.*\.(ts|svelte)$/.test(file) && !NOT_SHOWN.some((out) => out.test(file))

/** Files that `roots` bring along, themselves included. */
const reachedFrom = (root: string, roots: readonly string[]): Map<string, SourceUse> => {
  const reached = new Map<string, SourceUse>()
  const go = (file: string): void => {
    if (reached.has(file) || !isScreenCode(file)) return
    const full = path.join(root, file)
    if (!existsSync(full)) throw new Error(`${file} is imported by a screen and is not there`)
    const use = useOf(file, readFileSync(full, 'utf8'))
    reached.set(file, use)
    use.imports.forEach(go)
  }
  roots.forEach(go)
  return reached
}

/** Those of `keys` (`area.name`) that the code reached from `roots` can show, in the order of `keys`. */
export const keysUsedBy = (
  root: string,
  roots: readonly string[],
  keys: readonly string[],
): readonly string[] => {
  const uses = [...reachedFrom(root, roots).values()]
  const literals = new Set(uses.flatMap((use) => use.literals))
  const matchers = uses.flatMap((use) => use.templates.flatMap((parts) => matcherOf(parts) ?? []))
  return keys.filter((key) => literals.has(key) || matchers.some((matcher) => matcher.test(key)))
}
