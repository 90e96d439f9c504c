// The titles of all tests, read from their sources: `test('…')`, `it`, `describe`, with `.each`, `.skip` and the like.
import ts from 'typescript'

const RUNNERS = new Set(['test', 'it', 'describe'])

const runnerOf = (callee: ts.Expression): string | null => {
  if (ts.isIdentifier(callee)) return callee.text
  if (ts.isPropertyAccessExpression(callee)) return runnerOf(callee.expression)
  if (ts.isCallExpression(callee)) return runnerOf(callee.expression)
  return ts.isTaggedTemplateExpression(callee) ? runnerOf(callee.tag) : null
}

/** A title made of parts keeps its fixed ones. */
const fixedText = (title: ts.Expression): string => {
  if (ts.isStringLiteralLike(title)) return title.text
  if (!ts.isTemplateExpression(title)) return ''
  return [title.head.text, ...title.templateSpans.map(({ literal }) => literal.text)].join('…')
}

export const titlesOf = (file: string, text: string): string[] => {
  const titles: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && RUNNERS.has(runnerOf(node.expression) ?? '')) {
      const [title] = node.arguments
      if (title) titles.push(fixedText(title))
    }
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true))
  return titles.filter((title) => title !== '')
}

/** `[PACK-3]`, or several at once: `[PACK-3, MASK-1]`. */
export const rulesIn = (title: string): string[] =>
  [...title.matchAll(/\[((?:[A-Z]+-\d+)(?:, ?[A-Z]+-\d+)*)\]/g)].flatMap(([, ids = '']) =>
    ids.split(/, ?/),
  )
