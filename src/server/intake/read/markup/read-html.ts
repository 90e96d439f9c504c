// HTML tables that bear the name .xls, as web systems export them. All tables of a page become one sheet, one below the
// other, with the text around them: that is how Excel and WPS show such a file, so row numbers agree.
import type { Workbook } from '../../grid.ts'
import { GridBudget, SheetBuilder } from '../grid/sheet-builder.ts'
import { HtmlHandler } from './html-handler.ts'
import { MarkupScanner } from './scan-markup.ts'

export const readHtml = (text: string): Workbook => {
  const sheet = new SheetBuilder(sheetName(text), new GridBudget())
  const handler = new HtmlHandler(sheet)
  const scanner = new MarkupScanner(handler, 'html')
  scanner.push(text)
  scanner.end()
  handler.finish()
  return { format: 'html', sheets: [sheet.finish()] }
}

/** Excel notes the sheet's name in a conditional comment. */
const sheetName = (text: string): string =>
  /<x:Name>([^<]{1,31})<\/x:Name>/.exec(text.slice(0, 65_536))?.[1] ?? 'Sheet1'
