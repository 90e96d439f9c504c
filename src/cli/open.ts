// Opens the instance of a data folder for a command, or says why not.
import { openFromEnvironment, type Instance } from '../server/instance.ts'
import { REFUSALS } from '../server/no-instance.ts'
import type { CommandIo } from './command.ts'

/** Runs `work` with the instance and closes it. 66 when there are no keys yet, or production refuses what is there. */
export const withInstance = async (
  io: CommandIo,
  work: (instance: Instance) => Promise<number>,
  makeKeys = false,
): Promise<number> => {
  const instance = await openFromEnvironment(io.dataDir, makeKeys)
  if (!instance.ok) {
    io.err(REFUSALS[instance.error])
    return 66
  }
  try {
    return await work(instance.value)
  } finally {
    await instance.value.close()
  }
}

/** As `withInstance`, for what writes invented people or damage: 65 where real data may be. */
export const withDemo: typeof withInstance = (io, work, makeKeys) =>
  withInstance(
    io,
    (instance) => {
      if (instance.demo) return work(instance)
      io.err(REFUSALS['not-a-demo'])
      return Promise.resolve(65)
    },
    makeKeys,
  )
