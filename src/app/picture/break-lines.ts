// Text in lines of at most a width: between characters, at blanks, never inside of a figure or a word that has room. Pure.

export type Measure = (text: string) => number

/** A word or figure; a blank; or one character with the marks that may not stand apart from it. */
const PIECES =
  /[《（“‘「【]*(?:[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f《（“‘「【》）”’」】，。、；：！？]+|[^\s])[》）”’」】，。、；：！？…]*|\s+/gu

const piecesOf = (text: string): readonly string[] => text.match(PIECES) ?? []

/** A word that is longer than a line, letter by letter. */
const split = (piece: string, width: number, measure: Measure): readonly string[] =>
  measure(piece) <= width ? [piece] : [...piece]

const breakParagraph = (text: string, width: number, measure: Measure): string[] => {
  const lines: string[] = []
  let line = ''
  for (const piece of piecesOf(text).flatMap((one) => split(one, width, measure))) {
    if (line !== '' && measure(line + piece.trimEnd()) > width) {
      lines.push(line.trimEnd())
      line = ''
    }
    if (line !== '' || piece.trim() !== '') line += piece
  }
  return [...lines, line.trimEnd()]
}

/** Each line break of the text is one of its lines too. */
export const breakLines = (text: string, width: number, measure: Measure): readonly string[] =>
  text.split('\n').flatMap((paragraph) => breakParagraph(paragraph, width, measure))
