// Prints the generated banner's rows as CSV, to see how much is in them (DESIGN §8: `xz -9e` leaves at least 2.2 B a line):
// `node tests/bench/generated-rows.ts 1 | xz -9e | wc -c`.
import { writeSync } from 'node:fs'
import { FEN_DECIMALS, formatDecimal, QUANTITY_DECIMALS } from '../../src/base/decimal.ts'
import { generateBanner } from '../../src/server/demo/generated-banner.ts'

const writeAll = (text: string): void => {
  const bytes = new TextEncoder().encode(text)
  for (let at = 0; at < bytes.length;) at += writeSync(1, bytes, at)
}

for (const { site, payees, rosters } of generateBanner(Number(process.argv[2] ?? 1))) {
  let text = ''
  for (const { programme, year, batch, lines } of rosters) {
    for (const { payee, quantity, amountFen } of lines) {
      const who = `${payees[payee]?.name ?? ''},${payees[payee]?.idNumber.slice(-4) ?? ''}`
      const area = quantity === null ? '' : formatDecimal(quantity, QUANTITY_DECIMALS, true)
      const amount = formatDecimal(amountFen, FEN_DECIMALS, true)
      text += `${site},${programme},${String(year)},${batch},${who},${area},${amount}\n`
    }
  }
  writeAll(text)
}
