// `npm run --silent iltod -- <command> …`: the clerk's and the operator's door. Each command is a file of its own.
import path from 'node:path'
import { RefusedError } from '../server/no-instance.ts'
import type { Command, CommandIo } from './command.ts'

const COMMANDS: Readonly<Record<string, { load: () => Promise<Command>; help: string }>> = {
  check: {
    load: async () => (await import('./check.ts')).checkCommand,
    help: 'check FILE… [--json]          看懂表格并列出问题；不写入任何数据',
  },
  import: {
    load: async () => (await import('./import.ts')).importCommand,
    help: 'import FILE… [--accept] [--correct figure|identity|privacy --reason "…"]   导入，整个文件或完全不导入',
  },
  publish: {
    load: async () => (await import('./publish.ts')).publishCommand,
    help: 'publish [--restart "理由"]      签名并发布，打印大小；--restart 用于恢复备份之后',
  },
  verify: {
    load: async () => (await import('./verify.ts')).verifyCommand,
    help: 'verify DIR|URL                像手机一样核对一份已发布的数据',
  },
  keys: {
    load: async () => (await import('./keys.ts')).keysCommand,
    help: 'keys init|rotate|export-root  密钥',
  },
  inbox: {
    load: async () => (await import('./inbox.ts')).inboxCommand,
    help: 'inbox list|show ID|answer ID "…"|new-epoch   群众提问与答复',
  },
  receipt: {
    load: async () => (await import('./receipt.ts')).receiptCommand,
    help: 'receipt CODE                  查询码：到了没有，哪天收到，哪天答复；不显示内容',
  },
  roster: {
    load: async () => (await import('./roster.ts')).rosterCommand,
    help: 'roster list [SITE] | withdraw SITE ROSTER --reason …   名册一览与撤下',
  },
  groups: {
    load: async () => (await import('./groups.ts')).groupsCommand,
    help: 'groups list SITE | confirm SITE NUMBER… [--name 名称]   村内各组',
  },
  board: {
    load: async () => (await import('./board.ts')).boardCommand,
    help: 'board SITE --url https://… [--svg FILE]   公开栏的链接和二维码，含本村钥匙',
  },
  boards: {
    load: async () => (await import('./boards.ts')).boardsCommand,
    help: 'boards [PLACE] [--json]       各村公开栏贴着什么：是否最新，哪些该取下',
  },
  backup: {
    load: async () => (await import('./backup.ts')).backupCommand,
    help: 'backup DIR                    备份数据文件夹；服务运行时也可以',
  },
  enrol: {
    load: async () => (await import('./enrol.ts')).enrolCommand,
    help: 'enrol PLACE                   给干部设备的一次性登记码（苏木乡镇或全旗）',
  },
  seed: {
    load: async () => (await import('./seed.ts')).seedCommand,
    help: 'seed --demo | --banner --seed N    演示数据；或整旗规模的测量数据',
  },
  demo: {
    load: async () => (await import('./demo.ts')).demoCommand,
    help: 'demo withdraw|correct|tamper  演示手机如何应对撤下、更正和篡改',
  },
  serve: {
    load: async () => (await import('./serve.ts')).serveCommand,
    help: 'serve                         只启动服务（不构建、不导入）',
  },
}

const usage = (): string =>
  [
    '用法：npm run --silent iltod -- <命令> …',
    '',
    ...Object.values(COMMANDS).map((c) => `  ${c.help}`),
  ].join('\n')

export const runCommand = async (argv: string[], io: CommandIo): Promise<number> => {
  const [name = '', ...args] = argv
  const command = COMMANDS[name]
  if (!command) {
    io.err(usage())
    return name === '' || name === 'help' || name === '--help' ? 0 : 64
  }
  return (await command.load())(args, io)
}

if (import.meta.main) {
  const io: CommandIo = {
    out: (text) => process.stdout.write(`${text}\n`),
    err: (text) => process.stderr.write(`${text}\n`),
    dataDir: path.resolve(process.env['DATA_DIR'] ?? './data'),
  }
  // npm runs in the project's folder: a file is meant from where the person stands.
  if (process.env['INIT_CWD']) process.chdir(process.env['INIT_CWD'])
  try {
    process.exitCode = await runCommand(process.argv.slice(2), io)
  } catch (error) {
    io.err(error instanceof Error ? error.message : String(error))
    process.exitCode = error instanceof RefusedError ? 66 : 70
  }
}
