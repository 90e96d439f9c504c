// Trees, statements and salts, against the rules spelled out by hand.
import { createHash, createHmac as nodeHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { bytesToHex, concatBytes, utf8ToBytes, type Bytes } from '../../../src/base/bytes.ts'
import { createHmac } from '../../../src/pack/hmac.ts'
import {
  hashLeaf,
  hashNode,
  merklePaths,
  merkleRoot,
  rootFromPath,
} from '../../../src/pack/merkle.ts'
import {
  createSalts,
  encodeStatement,
  hashStatement,
  ledgerLeaves,
  ledgerRoot,
  statementsOf,
} from '../../../src/pack/statement.ts'
import { sha256 } from '../../../src/server/crypto/node-ports.ts'
import { makeLedger, makeRosterHead, VILLAGE } from '../../support/published-office.ts'

const leafOf = (text: string): Bytes => hashLeaf(sha256, utf8ToBytes(text))
const hashOf = (...parts: Uint8Array[]): string =>
  createHash('sha256')
    .update(concatBytes(...parts))
    .digest('hex')

test('HMAC agrees with Node for keys of every length around the block', () => {
  for (const length of [0, 1, 32, 63, 64, 65, 200]) {
    const key = new Uint8Array(length).fill(length)
    const message = utf8ToBytes('盐')
    const expected = nodeHmac('sha256', key).update(message).digest('hex')
    expect(bytesToHex(createHmac(key, sha256)(message))).toBe(expected)
  }
})

describe('[LEAF-1] a tree', () => {
  test('has the root of 32 zero bytes without leaves, and a single leaf is its own root', () => {
    expect(merkleRoot([], sha256)).toEqual(new Uint8Array(32))
    expect(merkleRoot([leafOf('a')], sha256)).toEqual(leafOf('a'))
  })

  test('hashes leaves and nodes under different first bytes, and lone nodes move up', () => {
    const [a, b, c] = ['a', 'b', 'c'].map(leafOf) as [Bytes, Bytes, Bytes]
    expect(bytesToHex(a)).toBe(hashOf(Uint8Array.of(0), utf8ToBytes('a')))
    const ab = hashNode(sha256, a, b)
    expect(bytesToHex(ab)).toBe(hashOf(Uint8Array.of(1), a, b))
    expect(merkleRoot([a, b, c], sha256)).toEqual(hashNode(sha256, ab, c))
  })

  test('of any size gives each leaf a path to the root, and to no other leaf', () => {
    for (let size = 1; size <= 40; size++) {
      const leaves = Array.from({ length: size }, (_, i) => leafOf(String(i)))
      const root = merkleRoot(leaves, sha256)
      const paths = merklePaths(leaves, sha256)
      leaves.forEach((leaf, i) => {
        expect(rootFromPath(leaf, paths[i]!, sha256)).toEqual(root)
        const other = leaves[(i + 1) % size]!
        if (size > 1) expect(rootFromPath(other, paths[i]!, sha256)).not.toEqual(root)
      })
    }
  })
})

const years = [2024, 2025]
const ledger = makeLedger(VILLAGE, {
  rosters: years.map((year) =>
    makeRosterHead({ id: `gengdi-dili/${year}/1/result`, year, published: `${year}-06-01` }),
  ),
  lines: [2, 1].flatMap((payee) =>
    [1, 0].map((roster) => ({
      payee,
      roster,
      ordinal: 1,
      quantity: 10_000 * payee,
      rate: 674_100,
      amountFen: 67_410 * payee,
      state: 'paid' as const,
    })),
  ),
})

describe('[LEAF-1] leaves of a ledger', () => {
  test('are ordered by payee number, then year', () => {
    const order = statementsOf(ledger).map(({ payee, year }) => [payee.number, year])
    expect(order).toEqual([
      [1, 2024],
      [1, 2025],
      [2, 2024],
      [2, 2025],
    ])
  })

  test('are salted with the first 16 bytes of HMAC over their index', () => {
    const seed = new Uint8Array(32).fill(9)
    const saltOf = createSalts(seed, sha256)
    for (const index of [0, 1, 255, 256, 70_000, 16_777_216]) {
      const message = Buffer.alloc(4)
      message.writeUInt32BE(index)
      const expected = nodeHmac('sha256', seed).update(message).digest('hex').slice(0, 32)
      expect(bytesToHex(saltOf(index))).toBe(expected)
    }
  })

  test('prove a statement with its salt and path, and none that differs in a letter', () => {
    const leaves = ledgerLeaves(ledger, sha256)
    const [statement] = statementsOf(ledger)
    const salt = createSalts(new Uint8Array(32).fill(7), sha256)(0)
    const [path] = merklePaths(leaves, sha256)
    const prove = (own: typeof statement) =>
      bytesToHex(rootFromPath(hashStatement(salt, encodeStatement(own!), sha256), path!, sha256))
    expect(prove(statement)).toBe(ledgerRoot(ledger, sha256))
    const renamed = { ...statement!, payee: { ...statement!.payee, name: '白因' } }
    expect(prove(renamed)).not.toBe(ledgerRoot(ledger, sha256))
  })

  test('give another root for another seed, a withdrawn line or a corrected figure', () => {
    const roots = [
      ledger,
      { ...ledger, seed: 'A'.repeat(43) },
      { ...ledger, lines: ledger.lines.slice(1) },
      { ...ledger, lines: ledger.lines.map((line) => ({ ...line, quantity: 1 })) },
    ].map((own) => ledgerRoot(own, sha256))
    expect(new Set(roots).size).toBe(4)
  })
})

describe('[LEAF-2] a statement', () => {
  const line = { roster: 0, ordinal: 1, quantity: null, rate: null, amountFen: null } as const
  const base = {
    site: VILLAGE,
    payee: { number: 1, name: '白音', lastFour: '1234' },
    year: 2025,
  }
  const makeEntry = (roster: object, own: object) => ({
    roster: makeRosterHead({ rate: null, ...roster }),
    line: { ...line, state: 'paid' as const, ...own },
  })

  test('differs in whatever a line says', () => {
    const variants = [
      makeEntry({}, {}),
      makeEntry({ programme: 'gengdi-dilj' }, {}),
      makeEntry({ batch: '2' }, {}),
      makeEntry({ kind: 'notice' }, {}),
      makeEntry({}, { ordinal: 2 }),
      makeEntry({}, { quantity: 0 }),
      makeEntry({}, { quantity: 7 }),
      makeEntry({}, { quantity: -7 }),
      makeEntry({}, { rate: 7 }),
      makeEntry({ rate: 7 }, { quantity: 7 }),
      makeEntry({}, { amountFen: 0 }),
      makeEntry({}, { amountFen: 7 }),
      makeEntry({}, { state: 'failed' }),
      makeEntry({}, { state: 'reissued' }),
      makeEntry({}, { was: { quantity: null, amountFen: null } }),
      makeEntry({}, { was: { quantity: 7, amountFen: null } }),
      makeEntry({}, { was: { quantity: null, amountFen: 7 } }),
    ]
    const texts = [
      ...variants.map((entry) => bytesToHex(encodeStatement({ ...base, lines: [entry] }))),
      bytesToHex(encodeStatement({ ...base, lines: [] })),
      bytesToHex(encodeStatement({ ...base, lines: variants.slice(0, 2) })),
      bytesToHex(encodeStatement({ ...base, year: 2024, lines: [] })),
      bytesToHex(encodeStatement({ ...base, site: '152223105202', lines: [] })),
    ]
    expect(new Set(texts).size).toBe(texts.length)
  })

  test('is the same whatever the order of its lines', () => {
    const lines = ['b', 'a'].map((programme) =>
      makeEntry({ programme, id: `${programme}/2025/1/result` }, { quantity: 5 }),
    )
    const reversed = encodeStatement({ ...base, lines: [...lines].reverse() })
    expect(encodeStatement({ ...base, lines })).toEqual(reversed)
  })

  test('of twelve programmes, with its salt and a proof of 12 levels, has at most 800 bytes', () => {
    const lines = Array.from({ length: 12 }, (_, i) =>
      makeEntry(
        { id: `shangming-zi-${i}/2025/1/result`, programme: `shangming-zi-${i}`, rate: 674_123 },
        { quantity: 123_456, amountFen: 832_257 },
      ),
    )
    const statement = encodeStatement({ ...base, lines })
    expect(statement.length + 16 + 12 * 32).toBeLessThanOrEqual(800)
  })
})
