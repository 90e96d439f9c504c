// `iltod serve`: the server alone, for operation behind a proxy; `npm start` is for trying.
import { existsSync } from 'node:fs'
import path from 'node:path'
import { startServer } from '../server/main.ts'
import type { Command } from './command.ts'

const DIST = path.resolve(import.meta.dirname, '../../dist')

export const serveCommand: Command = async (_args, io) => {
  if (!existsSync(path.join(DIST, 'index.html'))) {
    io.err('还没有构建应用。先运行：npm run build')
    return 66
  }
  const { PORT = '8080', HOST = '127.0.0.1' } = process.env
  const server = await startServer({
    dataDir: io.dataDir,
    port: Number(PORT),
    host: HOST,
    distDir: DIST,
  })
  io.out(server.address)
  await new Promise<void>((done) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => done())
  })
  await server.stop()
  return 0
}
