// What the code on a village's board carries beside the place: the office's root (`?r=`, 8 hex digits) and, behind `#`, the
// key of what only the village may read. Pure.
export interface BoardCode {
  readonly expectedRoot?: string
  readonly villageKey?: string
}

const ROOT_DIGITS = /^[0-9a-f]{8}$/i

/** What is not in the right form is left out: a mistyped root must not look like another office. */
export const readBoardCode = (query: string, fragment: string): BoardCode => {
  const root = new URLSearchParams(query).get('r')
  const key = new URLSearchParams(fragment).get('k')
  return {
    ...(root !== null && ROOT_DIGITS.test(root) ? { expectedRoot: root.toLowerCase() } : {}),
    ...(key === null || key === '' ? {} : { villageKey: key }),
  }
}
