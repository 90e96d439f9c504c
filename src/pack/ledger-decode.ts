// A pack's bytes as a ledger. Everything is checked here, so that looking at payees later can't fail; a village of nine
// thousand lines takes a few milliseconds (tests/bench/pack.bench.ts).
import type { Bytes } from '../base/bytes.ts'
import { ok, type Result } from '../base/result.ts'
import { CoreWire, decodeCoreWire } from './core-wire.ts'
import { CORE_FORMAT, LEDGER_FORMAT, LEDGER_VERSION, LedgerWire } from './ledger-wire.ts'
import type { Ledger, LedgerCore, Refusal } from './model.ts'
import { openPack } from './pack.ts'
import { UNREADABLE } from './wire.ts'

export const decodeLedger = (bytes: Bytes): Result<Ledger, Refusal> => {
  const wire = openPack(bytes, LEDGER_FORMAT, LEDGER_VERSION, LedgerWire)
  if (!wire.ok) return wire
  const core = decodeCoreWire(wire.value)
  if (!core) return UNREADABLE
  const { site, seed, from, counts = [], sums = [], withdrawn = [], sealed = null } = wire.value
  const first = from === undefined ? {} : { from }
  return ok({ ...core, site, seed, ...first, counts, sums, withdrawn, sealed })
}

export const decodeCore = (bytes: Bytes): Result<LedgerCore, Refusal> => {
  const wire = openPack(bytes, CORE_FORMAT, LEDGER_VERSION, CoreWire)
  if (!wire.ok) return wire
  const core = decodeCoreWire(wire.value)
  return core ? ok(core) : UNREADABLE
}
