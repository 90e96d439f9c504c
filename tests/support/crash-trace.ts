// Loaded before a server that will be killed (`node --import`): writes down what its SQLite connection is asked and has done, line by
// line, into the file that ILTOD_TRACE names. What stands there was done by the process itself, whatever became of its answers.
import { openSync, writeSync } from 'node:fs'
import { DatabaseSync, type SQLInputValue, StatementSync } from 'node:sqlite'

const fd = openSync(process.env['ILTOD_TRACE'] ?? '', 'a')
const note = (...words: (string | number)[]) => writeSync(fd, `${words.join(' ')}\n`)

let inserted = ''

const traced =
  <T>(work: (this: StatementSync, ...parameters: SQLInputValue[]) => T) =>
  (statement: StatementSync, parameters: SQLInputValue[]): T => {
    const sql = statement.sourceSQL
    const isCommit = sql === 'commit' && inserted !== ''
    if (isCommit) note('commit', inserted)
    const result = work.apply(statement, parameters)
    if (sql.startsWith('insert into "inbox_event"')) {
      inserted = typeof parameters[0] === 'string' ? parameters[0] : ''
      note('insert', inserted)
    }
    // A medium's receipt: known by the hash of its bytes.
    if (sql.startsWith('update "inbox_medium"') && sql.includes('"receipt_signature"')) {
      inserted = parameters.map(String).find((value) => /^[0-9a-f]{64}$/.test(value)) ?? ''
      note('receipt', inserted)
    }
    if (isCommit) note('committed', inserted)
    if (sql === 'commit' || sql === 'rollback') inserted = ''
    return result
  }

const all = traced(StatementSync.prototype.all)
const run = traced(StatementSync.prototype.run)
const exec = DatabaseSync.prototype.exec

StatementSync.prototype.all = function (this: StatementSync, ...parameters: SQLInputValue[]) {
  return all(this, parameters)
} as typeof StatementSync.prototype.all
StatementSync.prototype.run = function (this: StatementSync, ...parameters: SQLInputValue[]) {
  return run(this, parameters)
} as typeof StatementSync.prototype.run
DatabaseSync.prototype.exec = function (sql: string) {
  exec.call(this, sql)
  if (!sql.includes('synchronous')) return
  const read = (name: string) => Object.values(this.prepare(`pragma ${name}`).get() ?? {})[0]
  note('settings', String(read('journal_mode')), String(read('synchronous')))
}
