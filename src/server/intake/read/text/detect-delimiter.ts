// Which character separates the columns: the one that stands equally often in most lines.

const CANDIDATES = ['\t', ',', ';', '|'] as const
const LINES = 200
const MOST_PER_LINE = 30

export const detectDelimiter = (text: string): string => {
  const lines = sample(text)
  let best: string = ','
  let bestScore = 0
  for (const candidate of CANDIDATES) {
    const score = regularity(lines.map((line) => countOf(line, candidate)))
    if (score > bestScore) {
      best = candidate
      bestScore = score
    }
  }
  return best
}

/** Lines with content, without what stands in quotes. */
const sample = (text: string): string[] =>
  text
    .slice(0, 262_144)
    .replace(/"[^"\n]*"/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(0, LINES)

const countOf = (line: string, character: string): number => line.split(character).length - 1

/** How many lines agree on one number of columns, times that number: titles and footers may differ. */
const regularity = (counts: readonly number[]): number => {
  const lines = new Map<number, number>()
  for (const count of counts) if (count > 0) lines.set(count, (lines.get(count) ?? 0) + 1)
  let best = 0
  for (const [count, agreeing] of lines) {
    best = Math.max(best, agreeing * Math.min(count, MOST_PER_LINE))
  }
  return best
}
