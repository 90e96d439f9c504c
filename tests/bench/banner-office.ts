// An office with a whole generated banner. `BANNER_DIR` names a data folder where these programs seeded and published one,
// which is copied; without it one is made (`SEED`), which takes minutes.
import { cpSync } from 'node:fs'
import { type Office, openOffice } from '../support/office.ts'

const demand = async (done: Promise<{ readonly code: number; readonly err: string }>) => {
  const { code, err } = await done
  if (code !== 0) throw new Error(err)
}

export const openBanner = async (): Promise<Office> => {
  const office = await openOffice()
  const from = process.env['BANNER_DIR']
  if (from) cpSync(from, office.dataDir, { recursive: true })
  else {
    await office.iltod('keys', 'init')
    await demand(office.iltod('seed', '--banner', '--seed', process.env['SEED'] ?? '1'))
    await demand(office.iltod('publish'))
  }
  await office.start()
  return office
}

export const openDemo = async (): Promise<Office> => {
  const office = await openOffice()
  await office.iltod('keys', 'init')
  await demand(office.iltod('seed', '--demo'))
  await office.start()
  return office
}
