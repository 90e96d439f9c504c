// `iltod enrol PLACE`: a one-use code for a cadre's device.
import { createPlaceTree } from '../domain/place/rules.ts'
import { makeEnrolment } from '../server/enrolment/enrolment.ts'
import type { Command } from './command.ts'
import { withInstance } from './open.ts'

export const enrolCommand: Command = ([wanted = ''], io) =>
  withInstance(io, async ({ store, clock, banner }) => {
    const place = banner.places.find((p) => p.id === wanted || p.name === wanted)
    const code = place
      ? await makeEnrolment({ db: store.db, clock, places: banner.places }, place.id)
      : null
    if (!place || code === null) {
      io.err('没有这个地方。请给出苏木乡镇名称、全旗名称或代码，例如：enrol 巴达尔胡镇')
      return 64
    }
    io.out(
      `${createPlaceTree(banner.places).fullName(place.id)} 的登记码（七天内有效，只能用一次）：`,
    )
    io.out(code)
    return 0
  })
