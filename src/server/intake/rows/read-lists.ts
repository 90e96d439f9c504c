// The rows below a header, read once for each list that stands beside another under it. Their payees make one table: the lists
// follow one another as pages do.
import type { Boundary, RowRole } from './body-model.ts'
import { createBodyReader, type BodyReader } from './read-body.ts'
import type { Context, ContextTools } from './context.ts'
import { viewPart } from '../cells/grid-part.ts'
import type { GridView } from '../cells/grid-view.ts'
import type { Layout } from '../columns/layout-model.ts'
import type { RepeatedList } from '../columns/repeated-list.ts'

/** Each list as a sheet of its own, in the columns of the first. */
export const viewLists = (grid: GridView, { starts, width }: RepeatedList): GridView[] =>
  starts.map((start) => viewPart(grid, start, width, starts[0]!))

export const createListsReader = (
  parts: readonly GridView[],
  layout: Layout,
  context: Context,
  tools: ContextTools,
): BodyReader => {
  const bodies = parts.map((part) => createBodyReader(part, layout, context, tools))
  const payeesBefore = (i: number): number =>
    bodies.slice(0, i).reduce((count, body) => count + body.payees.length, 0)
  const boundariesOf = (body: BodyReader, i: number): Boundary[] => [
    { at: payeesBefore(i), kind: 'page' },
    ...body.boundaries.map(({ at, kind }) => ({ at: at + payeesBefore(i), kind })),
  ]
  const marksBefore = (i: number): number =>
    bodies.slice(0, i).reduce((count, body) => count + body.boundaries.length + 1, 1)
  return {
    read: (row) => joinRoles(bodies.map((body) => body.read(row))),
    turnPage: () => {
      for (const body of bodies) body.turnPage()
    },
    get payees() {
      return bodies.flatMap((body) => body.payees)
    },
    get sums() {
      return bodies.flatMap((body, i) =>
        body.sums.map((sum) => ({
          ...sum,
          at: sum.at + payeesBefore(i),
          after: sum.after + marksBefore(i),
        })),
      )
    },
    get boundaries() {
      return bodies.flatMap(boundariesOf)
    },
  }
}

/** A row with a payee anywhere is a payee's, else what its first list with anything in it says. */
const joinRoles = (roles: readonly RowRole[]): RowRole =>
  roles.find(({ role }) => role === 'payee') ??
  roles.find(({ role }) => role !== 'blank') ??
  roles[0]!
