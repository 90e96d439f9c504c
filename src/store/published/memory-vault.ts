// A vault that forgets: for an insecure context or a browser without storage, where nothing may or can be kept (PULL-16).
import { ok } from '../../base/result.ts'
import type { Bytes } from '../../base/bytes.ts'
import { TABLES } from '../../sync/pull/ports.ts'
import type { Table, Vault, Write } from '../../sync/pull/ports.ts'

export const createMemoryVault = (): Vault => {
  const tables = new Map<Table, Map<string, readonly Bytes[]>>()
  for (const table of TABLES) tables.set(table, new Map())
  const entries = (table: Table) => tables.get(table)!
  const apply = ({ table, id, bytes, copies }: Write) => {
    if (bytes) entries(table).set(id, Array<Bytes>(copies ?? 1).fill(bytes))
    else entries(table).delete(id)
  }
  return {
    ids: async (table) => ok([...entries(table).keys()]),
    all: async (table) =>
      ok([...entries(table)].flatMap(([id, copies]) => copies.map((bytes) => ({ id, bytes })))),
    read: async (table, id) => ok(entries(table).get(id) ?? []),
    commit: async (writes) => {
      writes.forEach(apply)
      return ok(undefined)
    },
    close: () => undefined,
  }
}
