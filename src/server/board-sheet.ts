// The code of a village's board as a picture: one square a module, and a few lines below it.
import { generate } from 'lean-qr'

const escapeText = (text: string): string =>
  text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`)

/** Four empty squares around it are part of the code. */
const QUIET = 4
const LINE = 4

/** One square a module, black on white; `lines` stand below, each as wide as the code allows. */
export const codeSvg = (text: string, lines: readonly string[]): string => {
  const code = generate(text)
  let squares = ''
  for (let y = 0; y < code.size; y++)
    for (let x = 0; x < code.size; x++)
      if (code.get(x, y)) squares += `M${x + QUIET} ${y + QUIET}h1v1h-1z`
  const width = code.size + 2 * QUIET
  const words = lines.map(
    (line, i) =>
      `<text x="${width / 2}" y="${width + i * LINE}" font-size="3" text-anchor="middle">${escapeText(line)}</text>`,
  )
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${width + lines.length * LINE}">`,
    '<rect width="100%" height="100%" fill="#fff"/>',
    `<path shape-rendering="crispEdges" d="${squares}"/>`,
    ...words,
    '</svg>\n',
  ].join('\n')
}
