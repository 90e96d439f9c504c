// How often a law is tried with random input: `npm test` tries a sample, `npm run test:long` twenty times as many.
// RUNS=n sets the number by hand.
const LONG_FACTOR = 20

export const isLong = process.env['ILTOD_LONG'] === '1'

export const runs = (sample: number): number => {
  const byHand = process.env['RUNS']
  if (byHand !== undefined) return Number(byHand)
  return isLong ? LONG_FACTOR * sample : sample
}
