// Opens the instance of a data folder for a command, or says why not.
import { openInstance, type Instance, systemClock, systemRandom } from '../server/instance.ts'
import type { CommandIo } from './command.ts'

/** Runs `work` with the instance and closes it. 66 when there are no keys yet. */
export const withInstance = async (
  io: CommandIo,
  work: (instance: Instance) => Promise<number>,
  makeKeys = false,
): Promise<number> => {
  const instance = await openInstance({
    dataDir: io.dataDir,
    databaseUrl: process.env['DATABASE_URL'],
    registryKey: process.env['ILTOD_REGISTRY_KEY'],
    clock: systemClock,
    random: systemRandom,
    makeKeys,
  })
  if (!instance) {
    io.err('还没有密钥。先运行：npm run --silent iltod -- keys init')
    return 66
  }
  try {
    return await work(instance)
  } finally {
    await instance.close()
  }
}
