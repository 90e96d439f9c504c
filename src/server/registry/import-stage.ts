// Writes the rows of one roster where nobody sees them yet, in transactions of at most a thousand, so that receipts go on
// meanwhile (DESIGN §6).
import type { Kysely } from 'kysely'
import type { Database } from '../store/database.ts'
import type { PayeeTable } from '../store/registry-tables.ts'
import type { LineTable } from '../store/roster-tables.ts'
import { BLOCK_ROWS, type Identity, type IdentityBox } from './identity-box.ts'
import { identityOf, type ImportDeps, type Planned, storedLines, sumFen } from './import-plan.ts'
import type { ImportLine, ImportRequest } from './import-types.ts'
import { createRowInserter, type RowInserter } from './insert-rows.ts'
import { assignOrdinals } from './ordinals.ts'
import type { PayeeLinker } from './payee-linker.ts'

const ROWS_PER_TRANSACTION = 1000

export interface RowInserters {
  readonly payees: RowInserter<PayeeTable>
  readonly lines: RowInserter<LineTable>
}

export const createRowInserters = (): RowInserters => ({
  payees: createRowInserter('payee', [
    'id',
    'site',
    'number',
    'person_key',
    'name',
    'group_name',
    'last_four',
    'see',
  ]),
  lines: createRowInserter('line', [
    'version_id',
    'seq',
    'payee_id',
    'ordinal',
    'quantity',
    'rate',
    'amount_fen',
    'state',
    'sheet',
    'row',
    'block_id',
    'block_at',
  ]),
})

export interface StageContext {
  readonly deps: ImportDeps
  readonly request: ImportRequest
  readonly source: string
  readonly linkers: Map<string, PayeeLinker>
  readonly insert: RowInserters
}

export interface Staged {
  readonly planned: Planned
  readonly rosterId: number
  readonly versionId: number
  readonly version: number
  readonly persons: number
}

const uniformRate = (lines: readonly ImportLine[]): number | null => {
  const rates = new Set(lines.map((line) => line.rate))
  const [only] = rates
  return rates.size === 1 && only !== undefined ? only : null
}

const insertRosterIfNew = async (deps: ImportDeps, planned: Planned): Promise<number> => {
  if (planned.rosterId !== null) return planned.rosterId
  const row = await deps.db
    .insertInto('roster')
    .values({
      ...identityOf(planned.roster),
      published: null,
      notice_from: null,
      notice_to: null,
      withdrawn: null,
      withdrawn_reason: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

const storeIdentities = async (
  db: Kysely<Database>,
  box: IdentityBox,
  source: string,
  lines: readonly ImportLine[],
): Promise<{ block: number; at: number }[]> => {
  const places: { block: number; at: number }[] = []
  for (let i = 0; i < lines.length; i += BLOCK_ROWS) {
    const rows: Identity[] = lines
      .slice(i, i + BLOCK_ROWS)
      .map(({ idNumber, account }) => ({ idNumber, account }))
    const { nonce, data } = box.sealBlock(rows)
    const block = await db
      .insertInto('identity_block')
      .values({ source, nonce, data })
      .returning('id')
      .executeTakeFirstOrThrow()
    rows.forEach((_, at) => places.push({ block: block.id, at }))
  }
  return places
}

const openVersion = async (context: StageContext, planned: Planned): Promise<Staged> => {
  const { deps, request, source } = context
  const { roster, newest } = planned
  const rosterId = await insertRosterIfNew(deps, planned)
  const version = (newest?.version ?? 0) + 1
  const row = await deps.db
    .insertInto('roster_version')
    .values({
      roster_id: rosterId,
      version,
      state: 'staged',
      content_hash: planned.contentHash,
      title: roster.title,
      unit: roster.unit,
      rate: uniformRate(roster.lines),
      quantity: roster.lines.some((l) => l.quantity !== null)
        ? roster.lines.reduce((sum, l) => sum + (l.quantity ?? 0), 0)
        : null,
      amount_fen: sumFen(roster.lines),
      persons: 0,
      source,
      reason: newest ? (request.correction?.reason ?? null) : null,
      reason_text: newest ? (request.correction?.text ?? '') : '',
      at_ms: deps.clock.now(),
      who: request.who,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return { planned, rosterId, versionId: row.id, version, persons: 0 }
}

const ordinalsOf = (
  payeeIds: readonly number[],
  lines: readonly ImportLine[],
  before: Awaited<ReturnType<typeof storedLines>>,
): number[] => {
  const positions = new Map<number, number[]>()
  payeeIds.forEach((id, i) => {
    const own = positions.get(id)
    if (own) own.push(i)
    else positions.set(id, [i])
  })
  const old = new Map<number, typeof before>()
  for (const line of before) {
    const own = old.get(line.payeeId)
    if (own) own.push(line)
    else old.set(line.payeeId, [line])
  }
  const ordinals = new Array<number>(lines.length).fill(1)
  for (const [id, own] of positions) {
    const given = assignOrdinals(
      own.map((i) => lines[i]!),
      old.get(id) ?? [],
    )
    own.forEach((i, k) => {
      ordinals[i] = given[k]!
    })
  }
  return ordinals
}

export const stage = async (context: StageContext, planned: Planned): Promise<Staged> => {
  const { deps } = context
  const { roster, newest } = planned
  const staged = await openVersion(context, planned)
  const linker = context.linkers.get(roster.site)!
  const programme = deps.programmes.find((p) => p.id === roster.programme)!
  const numbered = programme.disclosure.result[0]?.class === 'named'
  const payeeIds = roster.lines.map((line) => linker.link(line, numbered))
  const ordinals = ordinalsOf(
    payeeIds,
    roster.lines,
    newest ? await storedLines(deps.db, newest.id) : [],
  )
  for (let from = 0; from < roster.lines.length; from += ROWS_PER_TRANSACTION) {
    const to = Math.min(from + ROWS_PER_TRANSACTION, roster.lines.length)
    await deps.db.transaction().execute(async (tx) => {
      await context.insert.payees(tx, linker.takeNew())
      const slice = roster.lines.slice(from, to)
      const identities = await storeIdentities(tx, deps.box, context.source, slice)
      const lines = slice.map((line, i): LineTable => ({
        version_id: staged.versionId,
        seq: from + i,
        payee_id: payeeIds[from + i]!,
        ordinal: ordinals[from + i]!,
        quantity: line.quantity,
        rate: line.rate,
        amount_fen: line.amountFen,
        state: line.state,
        sheet: line.sheet,
        row: line.row,
        block_id: identities[i]!.block,
        block_at: identities[i]!.at,
      }))
      await context.insert.lines(tx, lines)
    })
    deps.progress?.(to - from)
  }
  return { ...staged, persons: new Set(payeeIds).size }
}
