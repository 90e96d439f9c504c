// All files of the demo, as sheets. The same on every machine and at every call.
import { makeArableRosters } from './arable-rosters.ts'
import { settleDemoVillages } from './demo-villages.ts'
import { makeGrasslandRosters } from './grassland-rosters.ts'
import { makePilotRosters } from './pilot-rosters.ts'
import { makeQuestionedRosters } from './questioned-roster.ts'
import type { DemoFile } from './sheets.ts'
import { makeWelfareRosters } from './welfare-rosters.ts'

export const makeDemoRosters = (): DemoFile[] => {
  const villages = settleDemoVillages()
  return [
    ...makePilotRosters(villages),
    ...makeArableRosters(villages),
    ...makeGrasslandRosters(villages),
    ...makeWelfareRosters(villages),
    ...makeQuestionedRosters(villages),
  ]
}
