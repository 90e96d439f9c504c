// Figures in a column of Mongolian (MONGOLIAN.md §1.5): one or two digits, and a year, stand upright as one sign; sums, numbers
// and codes lie along the column in one run that is never broken.
export interface DigitRun {
  readonly text: string
  /** Null: letters and signs, which turn by themselves. */
  readonly digits: 'upright' | 'lying' | null
}

const FIGURE = /(\d(?:[\d,.:]*[\dXx])?)/
const YEAR = /^(?:19|20)\d\d$/
const AFTER_YEAR = /^\s?(?:年|ᠣᠨ)/

/** Put together the runs are the text again. */
export const digitRuns = (text: string): readonly DigitRun[] => {
  const pieces = text.split(FIGURE)
  return pieces
    .map((piece, index): DigitRun => {
      if (index % 2 === 0) return { text: piece, digits: null }
      const short = /^\d\d?$/.test(piece)
      const year = YEAR.test(piece) && AFTER_YEAR.test(pieces[index + 1] ?? '')
      return { text: piece, digits: short || year ? 'upright' : 'lying' }
    })
    .filter((run) => run.text !== '')
}
