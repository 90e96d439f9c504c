// The address of the page of boards, which may open the form of one of them. Pure.
export interface BoardAbout {
  readonly place?: string
  readonly group?: number
  /** Just printed. */
  readonly rosters?: readonly string[]
}

export const toBoards = ({ place, group, rosters = [] }: BoardAbout = {}): string => {
  const query = new URLSearchParams()
  if (place !== undefined) query.set('place', place)
  if (group !== undefined) query.set('group', String(group))
  for (const roster of rosters) query.append('roster', roster)
  const text = query.toString()
  return text === '' ? '/boards' : `/boards?${text}`
}

export const readBoards = (search: string): BoardAbout => {
  const query = new URLSearchParams(search)
  const place = query.get('place')
  const group = query.get('group')
  return {
    ...(place ? { place } : {}),
    ...(group !== null && /^\d{1,2}$/.test(group) ? { group: Number(group) } : {}),
    rosters: query.getAll('roster'),
  }
}
