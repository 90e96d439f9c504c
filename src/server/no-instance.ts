// Why a data folder is not opened, or not for this, and the way out, as the operator reads it.

export type NoInstance =
  | 'no-keys' // and none may be made
  | 'demo-keys' // in production
  | 'generated-registry-key' // in production

export type Refusal = NoInstance | 'not-a-demo'

const IN_PRODUCTION = '正式运行（NODE_ENV=production）'

export const REFUSALS: Readonly<Record<Refusal, string>> = {
  'no-keys': '还没有密钥。先运行：npm run --silent iltod -- keys init',
  'demo-keys': `${IN_PRODUCTION}不接受演示密钥：这个数据文件夹是演示用的。请把 DATA_DIR 指向新的空文件夹，运行 npm run --silent iltod -- keys init，再导入真实名册。只想试用，请去掉 NODE_ENV=production。`,
  'generated-registry-key': `${IN_PRODUCTION}要由环境变量 ILTOD_REGISTRY_KEY 给出登记密钥（32 字节，base64url），不接受自动生成的 keys/registry.key。请用新的数据文件夹并先设好这个变量，做法见 docs/OPERATIONS.md。`,
  'not-a-demo': '这不是演示系统，不能写入演示数据。请把 DATA_DIR 指向另一个空文件夹再试。',
}

/** For whoever starts a server or a seeding; the message may be shown as it is. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError'
  constructor(refusal: Refusal) {
    super(REFUSALS[refusal])
  }
}
