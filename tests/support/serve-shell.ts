// A server of one data folder with another build than dist/: `node serve-shell.ts DIST`, the rest from the environment.
import { startServer } from '../../src/server/main.ts'

const { DATA_DIR = '', PORT = '', HOST = '' } = process.env
const distDir = process.argv[2] ?? ''
await startServer({ dataDir: DATA_DIR, port: Number(PORT), host: HOST, distDir })
