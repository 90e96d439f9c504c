// Figures as a person of the banner says them aloud, in Chinese. Voices stumble over `1,330.47`; they read words as written.
import {
  FEN_DECIMALS,
  formatDecimal,
  QUANTITY_DECIMALS,
  RATE_DECIMALS,
} from '../../base/decimal.ts'

const DIGITS = '零 一 二 三 四 五 六 七 八 九'.split(' ')
const PLACES = ['', '十', '百', '千']
const GROUPS = ['', '万', '亿', '万亿']

/** Digit by digit, as years and the last four of a number are said. What is no digit stays. */
export const sayDigits = (text: string): string =>
  text.replace(/\d/g, (digit) => DIGITS[Number(digit)] ?? digit)

/** 0 … 9999, without leading 零; 0 gives ''. */
const sayGroup = (value: number): string => {
  let said = ''
  let gap = false
  for (let place = 3; place >= 0; place--) {
    const digit = Math.floor(value / 10 ** place) % 10
    if (digit === 0) {
      gap = said !== ''
      continue
    }
    said += `${gap ? '零' : ''}${DIGITS[digit]}${PLACES[place]}`
    gap = false
  }
  return said
}

/** `value` is a whole number from 0 to 10^16. */
export const sayWhole = (value: number): string => {
  if (value === 0) return '零'
  const groups: number[] = []
  for (let rest = value; rest > 0; rest = Math.floor(rest / 10_000)) groups.unshift(rest % 10_000)
  let said = ''
  groups.forEach((group, i) => {
    if (group === 0) return
    // 一万零五十: a group that does not fill its thousands is heard as such.
    const gap = said !== '' && (group < 1000 || groups[i - 1] === 0) ? '零' : ''
    said += gap + sayGroup(group) + (GROUPS[groups.length - 1 - i] ?? '')
  })
  // 十二, but 一百一十二.
  return said.replace(/^一十/, '十').replace(/^二(?=[百千万亿])/, '两')
}

/** A decimal string as src/base/decimal.ts writes it. */
const sayDecimal = (decimal: string): string => {
  const [whole = '0', fraction] = decimal.replace('-', '').split('.')
  const said = sayWhole(Number(whole)) + (fraction === undefined ? '' : `点${sayDigits(fraction)}`)
  return decimal.startsWith('-') ? `负${said}` : said
}

/** Thousandths of a unit. */
export const sayQuantity = (thousandths: number): string =>
  sayDecimal(formatDecimal(thousandths, QUANTITY_DECIMALS, true))

/** Ten-thousandths of a yuan. */
export const sayRate = (tenThousandths: number): string =>
  `${sayDecimal(formatDecimal(tenThousandths, RATE_DECIMALS, true))}元`

/** Fen: 133047 → 一千三百三十元四角七分. */
export const sayFen = (fen: number): string => {
  const [yuan = '0', cents = '00'] = formatDecimal(Math.abs(fen), FEN_DECIMALS).split('.')
  const [jiao, left] = [Number(cents[0]), Number(cents[1])]
  const whole = Number(yuan)
  const parts = [
    whole > 0 || (jiao === 0 && left === 0) ? `${sayWhole(whole)}元` : '',
    jiao > 0 ? `${DIGITS[jiao]}角` : whole > 0 && left > 0 ? '零' : '',
    left > 0 ? `${DIGITS[left]}分` : '',
  ]
  return (fen < 0 ? '负' : '') + parts.join('')
}
