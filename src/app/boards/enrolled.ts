// Whether this device was enrolled: then it holds a place with all that lies below it (BOARD-4). Pure.
import type { Follow } from '../../store/published/published.ts'

export const isEnrolled = (follows: readonly Follow[]): boolean =>
  follows.some(({ below }) => below)
