// `npm run build`: builds the app into dist/, whether or not its sources changed.
import path from 'node:path'
import { buildApp } from './app/build.ts'

await buildApp({ root: path.resolve(import.meta.dirname, '..'), log: console.log, force: true })
