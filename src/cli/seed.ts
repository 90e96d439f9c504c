// `iltod seed --demo` or `iltod seed --banner --seed N`.
import { parseArgs } from 'node:util'
import { seedBanner } from '../server/demo/seed-banner.ts'
import type { Instance } from '../server/instance.ts'
import type { Command, CommandIo } from './command.ts'
import { withDemo } from './open.ts'

const PLACES = 244
const BAR = 30

const drawBar = (done: number, lines: number) => {
  if (!process.stderr.isTTY) return
  const filled = Math.round((BAR * done) / PLACES)
  process.stderr.write(
    `\r[${'█'.repeat(filled)}${' '.repeat(BAR - filled)}] ${done}/${PLACES}  ${lines} 行`,
  )
}

const seedWholeBanner = (io: CommandIo, seed: number): Promise<number> =>
  withDemo(
    io,
    async (instance) => {
      const started = performance.now()
      const totals = await seedBanner(instance, seed, (t) => {
        drawBar(t.places, t.lines)
      })
      if (process.stderr.isTTY) process.stderr.write('\n')
      if (!totals) {
        io.err('另一个导入正在进行。稍后再试。')
        return 75
      }
      const seconds = ((performance.now() - started) / 1000).toFixed(1)
      io.out(
        `${totals.places} 个地方，${totals.payees} 个领款人，${totals.rosters} 份名册，${totals.lines} 行，用时 ${seconds} 秒。`,
      )
      io.out('接着运行：npm run --silent iltod -- publish')
      return 0
    },
    true,
  )

export const seedCommand: Command = async (args, io) => {
  const { values } = parseArgs({
    args,
    options: {
      demo: { type: 'boolean', default: false },
      banner: { type: 'boolean', default: false },
      seed: { type: 'string', default: '1' },
    },
  })
  const seed = Number(values.seed)
  if (values.banner && Number.isSafeInteger(seed)) return seedWholeBanner(io, seed)
  if (!values.demo) {
    io.err('用法：seed --demo | seed --banner --seed 数字')
    return 64
  }
  const { seedInstance } = await import('../server/demo/demo.ts')
  const seedOpened = async (instance: Instance) => {
    const { lines } = await seedInstance(instance, io.out)
    lines.forEach(io.out)
    return 0
  }
  return withDemo(io, seedOpened, true)
}
