// What a clerk is told when a file can't be read: what is the matter, and what to do about it.
import type { ReadError } from '../grid.ts'
import { LIMITS, type LimitName } from './read-limits.ts'

export interface Sentence {
  readonly zh: string
  readonly en: string
}

const SAVE_AGAIN = {
  zh: '请在 WPS 或 Excel 中打开，另存为 .xlsx 后再试。',
  en: 'Open it in WPS or Excel, save it as .xlsx, and try again.',
}

export const readErrorText = (error: ReadError): Sentence => {
  switch (error.kind) {
    case 'locked':
      return {
        zh: '文件加了密码。请在 WPS 或 Excel 中打开，去掉“打开密码”，另存为 .xlsx 后再试。',
        en: 'The file is locked with a password. Open it in WPS or Excel, remove the password, save it as .xlsx, and try again.',
      }
    case 'empty':
      return {
        zh: '文件是空的，里面没有任何内容。请检查是不是选错了文件。',
        en: 'The file is empty: there is nothing in it. Check whether it is the right file.',
      }
    case 'damaged':
      return {
        zh: `文件不完整或已损坏，可能没有传完。请重新拷贝一次；仍不行，${SAVE_AGAIN.zh}`,
        en: `The file is incomplete or damaged; perhaps it was not copied to the end. Copy it again. If that does not help: ${SAVE_AGAIN.en}`,
      }
    case 'not-a-table':
      return {
        zh: '这不是表格文件（可能是程序、图片、PDF、Word 文档或压缩包改了名字）。请交 .xls、.xlsx、.ods 或 .csv 表格；如果它用 WPS 或 Excel 能打开，请另存为 .xlsx 后再试。',
        en: 'This is not a spreadsheet (perhaps a program, a picture, a PDF, a Word document or an archive under another name). Give an .xls, .xlsx, .ods or .csv table; if WPS or Excel can open it, save it as .xlsx and try again.',
      }
    case 'too-large':
      return tooLargeText(error.limit)
    case 'too-slow':
      return {
        zh: '读这个文件花的时间太长，已停止。请把表格拆成几个小文件（例如每个村一个）后再试。',
        en: 'Reading this file took too long and was stopped. Split the table into smaller files (one per village, say) and try again.',
      }
    case 'too-hungry':
      return {
        zh: '读这个文件需要的内存太多，已停止。请把表格拆成几个小文件（例如每个村一个）后再试。',
        en: 'Reading this file needed too much memory and was stopped. Split the table into smaller files (one per village, say) and try again.',
      }
    case 'missing':
      return {
        zh: '找不到这个文件，或者没有权限读它。请检查文件名和所在的文件夹。',
        en: 'There is no such file, or it may not be read. Check its name and folder.',
      }
  }
}

const MEGABYTE = 1_000_000

const tooLargeText = (limit: string): Sentence => {
  const name = isLimitName(limit) ? limit : 'unpacked-bytes'
  const most = LIMITS[name]
  const megabytes = `${most / MEGABYTE} MB`
  const split = {
    zh: '请删去多余的空行空列和图片，或拆成几个小文件后再试。',
    en: 'Remove surplus blank rows, columns and pictures, or split it into smaller files, and try again.',
  }
  switch (name) {
    case 'cells':
      return {
        zh: `表格太大（最多 ${most} 个单元格）。常见原因是很远的地方有一个多余的单元格。${split.zh}`,
        en: `The table is too large (at most ${most} cells). Often a stray cell far away is the cause. ${split.en}`,
      }
    case 'zip-entries':
      return {
        zh: `文件里的部件太多（最多 ${most} 个）。${split.zh}`,
        en: `The file has too many parts (at most ${most}). ${split.en}`,
      }
    case 'unpacked-bytes':
      return {
        zh: `文件展开后太大（最多 ${megabytes}）。${split.zh}`,
        en: `The file is too large when unpacked (at most ${megabytes}). ${split.en}`,
      }
    case 'xls-bytes':
    case 'text-bytes':
    case 'zip-bytes':
      return {
        zh: `文件太大（最多 ${megabytes}）。${split.zh}`,
        en: `The file is too large (at most ${megabytes}). ${split.en}`,
      }
  }
}

const isLimitName = (limit: string): limit is LimitName => Object.hasOwn(LIMITS, limit)
