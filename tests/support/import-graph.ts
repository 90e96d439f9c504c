// Who imports whom in src/ and service-worker/: relative imports and packages of every .ts file and <script> block,
// type imports, re-exports and dynamic imports included. Reads with TypeScript's own parser, so comments don't fool it.
import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'

export interface Import {
  /** Path from the root of the repository: `src/ui/App.svelte`. */
  readonly from: string
  /** The same, or the name of a package: `dexie`, `node:fs`. */
  readonly to: string
  readonly isPackage: boolean
  /** Gone after compilation. */
  readonly typeOnly: boolean
}

export interface SourceText {
  readonly file: string
  readonly text: string
}

interface Specifier {
  readonly name: string
  readonly typeOnly: boolean
}

/** The code of a component: its <script> blocks. Any other file is all code. */
const codeOf = ({ file, text }: SourceText): string =>
  file.endsWith('.svelte')
    ? [...text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map(([, code]) => code).join('\n')
    : text

const isTypeOnly = (clause: ts.ImportClause | undefined): boolean => {
  if (!clause) return false
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true
  const { name, namedBindings } = clause
  if (name || !namedBindings || !ts.isNamedImports(namedBindings)) return false
  return namedBindings.elements.length > 0 && namedBindings.elements.every((one) => one.isTypeOnly)
}

const specifierOf = (node: ts.Node): Specifier | null => {
  if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier))
    return { name: node.moduleSpecifier.text, typeOnly: isTypeOnly(node.importClause) }
  if (
    ts.isExportDeclaration(node) &&
    node.moduleSpecifier &&
    ts.isStringLiteral(node.moduleSpecifier)
  )
    return { name: node.moduleSpecifier.text, typeOnly: node.isTypeOnly }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
    return { name: node.argument.literal.getText().slice(1, -1), typeOnly: true }
  const isCall = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword
  const [argument] = isCall ? node.arguments : []
  return argument && ts.isStringLiteralLike(argument)
    ? { name: argument.text, typeOnly: false }
    : null
}

const specifiersOf = (source: SourceText): Specifier[] => {
  const found: Specifier[] = []
  const visit = (node: ts.Node): void => {
    const specifier = specifierOf(node)
    if (specifier) found.push(specifier)
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(source.file, codeOf(source), ts.ScriptTarget.Latest, true))
  return found
}

export const importsOf = (source: SourceText): Import[] =>
  specifiersOf(source).map(({ name, typeOnly }) => {
    const isPackage = !name.startsWith('.')
    const to = isPackage ? name : path.posix.join(path.posix.dirname(source.file), name)
    return { from: source.file, to, isPackage, typeOnly }
  })

const SOURCE = /(?<!\.d)\.(ts|svelte)$/

/** Every source file below `dirs`, in a fixed order. */
export const readSources = (root: string, dirs: readonly string[]): SourceText[] =>
  dirs.flatMap((dir) =>
    readdirSync(path.join(root, dir), { recursive: true, encoding: 'utf8' })
      .map((name) => `${dir}/${name.replaceAll('\\', '/')}`)
      .filter((file) => SOURCE.test(file))
      .sort()
      .map((file) => ({ file, text: readFileSync(path.join(root, file), 'utf8') })),
  )

/** Circles of files, type imports included, each as `a → b → a`: one for every import that closes one. */
export const findCircles = (imports: readonly Import[]): string[] => {
  const targets = new Map<string, string[]>()
  for (const { from, to, isPackage } of imports)
    if (!isPackage) targets.set(from, [...(targets.get(from) ?? []), to])
  const circles: string[] = []
  const finished = new Set<string>()
  const visit = (file: string, trail: readonly string[]): void => {
    if (finished.has(file)) return
    const start = trail.indexOf(file)
    if (start >= 0) {
      circles.push([...trail.slice(start), file].join(' → '))
      return
    }
    for (const to of targets.get(file) ?? []) visit(to, [...trail, file])
    finished.add(file)
  }
  for (const file of targets.keys()) visit(file, [])
  return circles
}
