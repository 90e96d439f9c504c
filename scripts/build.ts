// `npm run build`: builds the app into dist/, whether or not its sources changed, and prepares the intake's child.
import path from 'node:path'
import { buildApp } from './app/build.ts'
import { prepareIntake } from './app/intake-child.ts'

const root = path.resolve(import.meta.dirname, '..')
await buildApp({ root, log: console.log, force: true })
await prepareIntake(root)
