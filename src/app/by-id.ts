// Things that have an id, to be found by it. Pure.
export const byId = <T extends { readonly id: string }>(
  things: readonly T[],
): ReadonlyMap<string, T> => new Map(things.map((thing) => [thing.id, thing]))
