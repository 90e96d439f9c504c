// The planted faults: for each the exact text that is replaced, and what must notice it. `npm run test:mutants` plants them one by
// one in a throw-away copy. A text that is no longer there exactly once fails the run: the fault is then planted anew, by hand.

export interface Edit {
  readonly file: string
  readonly old: string
  readonly new: string
}

/** Seeded lives (tests/support/simulation), or tests of one file whose titles hold the given text. */
export type Catcher =
  | { readonly kind: 'lives'; readonly seeds: number }
  | { readonly kind: 'tests'; readonly file: string; readonly title: string }

export interface Mutant {
  readonly name: string
  readonly edits: readonly Edit[]
  /** Each of them must fail. */
  readonly caughtBy: readonly Catcher[]
}

const lives: Catcher = { kind: 'lives', seeds: 300 }
const tests = (file: string, title: string): Catcher => ({ kind: 'tests', file, title })

const ROWS = 'tests/contract/outbox-rows.test.ts'
const INBOX = 'tests/contract/inbox.test.ts'
const MEDIA_ROWS = 'tests/contract/outbox-media.test.ts'
const OUTBOX = 'tests/unit/store/outbox/outbox.test.ts'
const DELIVER = 'tests/unit/sync/outbox/deliver.test.ts'

const FALSE_RECEIPT = `{
      format: 'iltod-receipt/1', id, hash: parcel.hash, epoch: '0'.repeat(16), number: 1,
      receivedMs: 0, key: 'none', signature: 'none',
    }`

const phoneMutants: readonly Mutant[] = [
  {
    name: 'saved before commit: the outbox does not wait for its rows',
    edits: [
      {
        file: 'src/store/outbox/create-outbox.ts',
        old: `  const stored = await shelf.save(composed.value)
  if (!stored.ok) return err(failureToError(stored.error))
`,
        new: '  void shelf.save(composed.value)\n',
      },
    ],
    caughtBy: [lives],
  },
  {
    name: 'saved before commit: the rows do not wait for IndexedDB',
    edits: [
      {
        file: 'src/store/outbox/dexie-shelf.ts',
        old: `      writeWithReserve(db, () =>
        db.transaction('rw',`,
        new: `      writeWithReserve(db, () =>
        void db.transaction('rw',`,
      },
    ],
    caughtBy: [tests(ROWS, '[OUT-1]')],
  },
  {
    name: 'dequeue on a portal’s 200',
    edits: [
      {
        file: 'src/sync/outbox/deliver.ts',
        old: `  return reply.kind === 'error' ? judgeError(reply)`,
        new: `  if (reply.kind === 'fault' && reply.code === 'portal')
    return { kind: 'receipt', receipt: ${FALSE_RECEIPT}, nonce: '' }
  return reply.kind === 'error' ? judgeError(reply)`,
      },
    ],
    caughtBy: [lives, tests(OUTBOX, '[RCPT-3]'), tests(DELIVER, '[RCPT-3] counts as delivered')],
  },
  {
    name: 'dequeue on a receipt for another hash',
    edits: [
      {
        file: 'src/protocol/receipts.ts',
        old: 'if (receipt.id !== expected.id || receipt.hash !== expected.hash)',
        new: 'if (receipt.id !== expected.id)',
      },
    ],
    caughtBy: [tests(DELIVER, '[RCPT-3] counts as delivered'), tests(INBOX, '[RCPT-1]')],
  },
  {
    name: 'a new id on retry',
    edits: [
      {
        file: 'src/store/outbox/create-outbox.ts',
        old: `      deps.channel.post(WAKE)
`,
        new: `      deps.channel.post(WAKE)
      for (const item of await shelf.list())
        if (item.copy && item.rows.attempt?.failure && !item.rows.receipt)
          await saveWritten({ ...deps, office }, shelf, toCopy(item.copy), null)
`,
      },
    ],
    caughtBy: [lives],
  },
  {
    name: 'outbox dropped at migration',
    edits: [
      {
        file: 'src/store/outbox/database.ts',
        old: `      office: 'name',
    })
`,
        new: `      office: 'name',
    })
    this.version(99).stores({}).upgrade((tx) => tx.table('parcels').clear())
`,
      },
    ],
    caughtBy: [tests('tests/compat/field-plane.test.ts', '[OUT-1] [OUT-4] [FEED-6]')],
  },
  {
    name: 'cursor moved before the store: by the engine',
    edits: [
      {
        file: 'src/sync/outbox/engine.ts',
        old: `      await replica.storeFeed(change)
`,
        new: `      await replica.storeFeed({ ...change, entries: [] })
      await replica.storeFeed(change)
`,
      },
    ],
    caughtBy: [lives],
  },
  {
    name: 'cursor moved before the store: by the rows',
    edits: [
      {
        file: 'src/store/outbox/dexie-replica.ts',
        old: `    storeFeed: (change) => db.transaction('rw', db.tables, async () => applyChange(db, change)),
`,
        new: `    storeFeed: async (change) =>
      (await db.feed.put({ name: 'self', after: 0, last: '', ...change.cursor, nonce: '' }),
      db.transaction('rw', db.tables, async () => applyChange(db, change))),
`,
      },
    ],
    caughtBy: [tests(ROWS, '[OUT-9] when a page')],
  },
  {
    name: 'a lease that never expires',
    edits: [
      {
        file: 'src/domain/event/item.ts',
        old: `  attempt.startedMs <= nowMs &&
  nowMs < attempt.leaseMs
`,
        new: `  attempt.startedMs <= nowMs
`,
      },
    ],
    caughtBy: [tests('tests/unit/domain/event/item.test.ts', '[OUT-2] a lease left')],
  },
]

const mediaMutants: readonly Mutant[] = [
  {
    name: 'media before text: the rows offer what no receipt stands before',
    edits: [
      {
        file: 'src/store/outbox/dexie-media.ts',
        old: `if (await isReceived(db, row.event)) media.push(row.sha256)`,
        new: `media.push(row.sha256)`,
      },
    ],
    caughtBy: [tests(MEDIA_ROWS, '[OUT-25]')],
  },
  {
    name: 'media before text: the lane does not ask whether text waits',
    edits: [
      {
        file: 'src/sync/media/step.ts',
        old: `  !textWaits && (allowed || pressed)`,
        new: `  (textWaits || !textWaits) && (allowed || pressed)`,
      },
    ],
    caughtBy: [tests('tests/unit/sync/media/step.test.ts', 'nothing is carried while')],
  },
  {
    name: 'media before text: the server takes an attachment of an event it has not',
    edits: [
      {
        file: 'src/server/media/begin.ts',
        old: `  if (!event) return err('media-too-early')
`,
        new: `  if (!event) return ok({ device: '', erased: false })
`,
      },
    ],
    caughtBy: [tests('tests/contract/media.test.ts', '[MEDIA-3]')],
  },
  {
    name: 'an attachment taken for delivered when its last byte was carried',
    edits: [
      {
        file: 'src/sync/media/carry-medium.ts',
        old: `  return fetchReceipt(deps, medium.name, keys)
}`,
        new: `  const { event, sha256 } = medium.name
  return { kind: 'receipt', receipt: {
    format: 'iltod-media-receipt/1', event, sha256, epoch: '0'.repeat(16), number: 1,
    receivedMs: 0, key: 'none', signature: 'none',
  } }
}`,
      },
    ],
    caughtBy: [lives],
  },
  {
    name: 'an attachment received without looking whether it is whole',
    edits: [
      {
        file: 'src/server/media/arrive.ts',
        old: `if ((await deps.files.hashBegun(name)) !== row.sha256)`,
        new: `if ((await deps.files.hashBegun(name)) === '')`,
      },
    ],
    caughtBy: [lives, tests('tests/contract/media.test.ts', '[MEDIA-4]')],
  },
  {
    name: 'the phone does not hear which attachments the server misses',
    edits: [
      {
        file: 'src/sync/outbox/read-page.ts',
        old: `lacking: page.media ?? []`,
        new: `lacking: []`,
      },
    ],
    caughtBy: [lives],
  },
  {
    name: 'pieces dropped before a backup has them',
    edits: [
      {
        file: 'src/store/outbox/dexie-media.ts',
        old: `row.receipt.epoch === change.epoch && row.receipt.number <= change.safe`,
        new: `row.receipt.epoch !== ''`,
      },
    ],
    caughtBy: [tests(MEDIA_ROWS, '[OUT-27]')],
  },
]

const serverMutants: readonly Mutant[] = [
  {
    name: 'feed given without the device’s signature',
    edits: [
      {
        file: 'src/server/inbox/feed.ts',
        old: `  if (!(await verifyText(deps.verifyP256, request.publicKey, message, request.signature)))
    return err({ code: 'signature-wrong' })
`,
        new: '',
      },
    ],
    caughtBy: [tests(INBOX, '[FEED-2]')],
  },
  {
    name: 'words given for a claim code alone',
    edits: [
      {
        file: 'src/server/inbox/claims.ts',
        old: `    .select(['received_ms', 'answered_ms'])
`,
        new: `    .select(['received_ms', 'answered_ms'])
    .select((eb) => eb.selectFrom('inbox_feed').select('entry').limit(1).as('entry'))
`,
      },
      {
        file: 'src/server/inbox/claims.ts',
        old: `{ state: 'answered', day: shanghaiDay(row.answered_ms) }`,
        new: `{ state: 'answered', day: shanghaiDay(row.answered_ms), entry: row.entry }`,
      },
    ],
    caughtBy: [tests(INBOX, '[CLAIM-3] a code')],
  },
  {
    name: 'a nonce that never expires',
    edits: [{ file: 'src/server/inbox/nonce.ts', old: ' && age <= DAY_MS && ', new: ' && ' }],
    caughtBy: [tests(INBOX, '[FEED-1] without a good nonce')],
  },
  {
    name: 'receipt before the durable write: the commit is not awaited',
    edits: [
      {
        file: 'src/server/inbox/receive.ts',
        old: `    return ok(
      toDelivered(await deps.db.transaction().execute((tx) => insertEvent(deps, tx, arrival))),
    )
`,
        new: `    return await new Promise((resolve, reject) => {
      deps.db.transaction().execute(async (tx) => {
        resolve(ok(toDelivered(await insertEvent(deps, tx, arrival))))
      }).catch(reject)
    })
`,
      },
    ],
    caughtBy: [tests('tests/fault/receipt-order.test.ts', '[RCPT-2]')],
  },
  {
    name: 'receipt before the durable write: SQLite does not wait for the disk',
    edits: [
      {
        file: 'src/server/store/dialect-sqlite.ts',
        old: `'pragma synchronous=full'`,
        new: `'pragma synchronous=normal'`,
      },
    ],
    caughtBy: [tests(INBOX, '[RCPT-2] a receipt is answered only')],
  },
  {
    name: 'a repeat makes a second receipt',
    edits: [
      {
        file: 'src/server/inbox/receive.ts',
        old: `    if (known) return await answerKnown(deps, known, hash, device)
`,
        new: `    if (known) await deps.db.deleteFrom('inbox_event').where('id', '=', parcel.id).execute()
`,
      },
    ],
    caughtBy: [tests(INBOX, '[RCPT-4] the same id')],
  },
]

export const MUTANTS: readonly Mutant[] = [...phoneMutants, ...mediaMutants, ...serverMutants]
