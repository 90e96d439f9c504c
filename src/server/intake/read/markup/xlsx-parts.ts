// What a .xlsx says outside its sheets: which parts there are, the shared texts, and which number formats are dates.
import { isDateFormat } from '../grid/serial-date.ts'
import { damaged } from '../refused.ts'
import type { ZipArchive } from '../zip/zip-guard.ts'
import { eachElement, scanPart } from './each-element.ts'
import { unescapeText } from './xlsx-text.ts'

export interface SheetPart {
  readonly name: string
  readonly hidden: boolean
  readonly path: string
}

export interface WorkbookPart {
  readonly from1904: boolean
  readonly sheets: readonly SheetPart[]
  readonly stringsPath: string | undefined
  readonly stylesPath: string | undefined
}

export interface NumberFormat {
  readonly id: number
  readonly code: string | undefined
}

/** Where the workbook is, or undefined if this archive holds none in XML (.xlsb, .docx, plain archives). */
export const findWorkbook = async (zip: ZipArchive): Promise<string | undefined> => {
  let path = 'xl/workbook.xml'
  if (zip.has('_rels/.rels')) {
    for (const target of (await relationsOf(zip, '')).values()) {
      if (target.type === 'officeDocument') path = target.path
    }
  }
  return zip.has(path) && path.toLowerCase().endsWith('.xml') ? path : undefined
}

export const readWorkbookPart = async (zip: ZipArchive, path: string): Promise<WorkbookPart> => {
  const relations = await relationsOf(zip, path)
  const sheets: SheetPart[] = []
  let from1904 = false
  let elements = 0
  await eachElement(zip, path, (name, attributes) => {
    elements++
    if (name === 'workbookPr') from1904 = isTrue(attributes.get('date1904'))
    if (name !== 'sheet') return
    const target = relations.get(attributes.get('id') ?? '')
    // Chart sheets and macro sheets hold no table.
    if (target?.type !== 'worksheet') return
    const state = attributes.get('state') ?? 'visible'
    const sheetName = attributes.get('name') ?? ''
    sheets.push({ name: sheetName, hidden: state !== 'visible', path: target.path })
  })
  if (elements === 0) throw damaged()
  const pathOf = (type: string): string | undefined =>
    [...relations.values()].find((target) => target.type === type && zip.has(target.path))?.path
  return { from1904, sheets, stringsPath: pathOf('sharedStrings'), stylesPath: pathOf('styles') }
}

interface Relation {
  readonly type: string
  readonly path: string
}

/** By id. The type is the last word of its address: transitional and strict files differ in the rest. */
const relationsOf = async (zip: ZipArchive, part: string): Promise<Map<string, Relation>> => {
  const slash = part.lastIndexOf('/')
  const folder = part.slice(0, slash + 1)
  const list = `${folder}_rels/${part.slice(slash + 1)}.rels`
  const relations = new Map<string, Relation>()
  if (!zip.has(list)) return relations
  await eachElement(zip, list, (name, attributes) => {
    if (name !== 'Relationship' || attributes.get('TargetMode') === 'External') return
    const type = attributes.get('Type') ?? ''
    relations.set(attributes.get('Id') ?? '', {
      type: type.slice(type.lastIndexOf('/') + 1),
      path: resolved(folder, attributes.get('Target') ?? ''),
    })
  })
  return relations
}

const resolved = (folder: string, target: string): string => {
  if (target.startsWith('/')) return target.slice(1)
  const parts: string[] = []
  for (const part of `${folder}${target}`.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.' && part !== '') parts.push(part)
  }
  return parts.join('/')
}

/** Formatting runs are joined; phonetic guides (`rPh`) are not part of the text. */
export const readSharedStrings = async (
  zip: ZipArchive,
  path: string,
  own: (text: string) => string,
): Promise<string[]> => {
  const strings: string[] = []
  let text = ''
  let phonetic = false
  await scanPart(zip, path, {
    listening: false,
    open(name) {
      if (name === 'si') text = ''
      else if (name === 'rPh') phonetic = true
      else if (name === 't') this.listening = !phonetic
    },
    text: (piece) => (text += piece),
    close(name) {
      if (name === 't') this.listening = false
      else if (name === 'rPh') phonetic = false
      else if (name === 'si') strings.push(own(unescapeText(text)))
    },
  })
  return strings
}

/** By cell style number: the format, where it makes a number a date. */
export const readDateStyles = async (
  zip: ZipArchive,
  path: string,
): Promise<(NumberFormat | undefined)[]> => {
  const codes = new Map<number, string>()
  const styles: (NumberFormat | undefined)[] = []
  let inCellStyles = false
  await scanPart(zip, path, {
    listening: false,
    open: (name, attributes) => {
      if (name === 'numFmt') {
        codes.set(attributes.integer('numFmtId', -1), attributes.get('formatCode') ?? '')
      } else if (name === 'cellXfs') inCellStyles = true
      else if (name === 'xf' && inCellStyles) {
        const id = attributes.integer('numFmtId', 0)
        const code = codes.get(id)
        styles.push(isDateFormat(id, code) ? { id, code } : undefined)
      }
    },
    text: () => {},
    close: (name) => {
      if (name === 'cellXfs') inCellStyles = false
    },
  })
  return styles
}

export const isTrue = (flag: string | undefined): boolean => flag === '1' || flag === 'true'
