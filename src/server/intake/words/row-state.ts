// What status and remark columns say about a payment.
import type { PaymentState } from '../../../domain/roster/schema.ts'

const NOTHING = /^(?:无|没有|正常|空|[-—–_/\\.*、]+)$/
const FAILED =
  /失败|退票|退回|退汇|未成功|不成功|未到账|未到帐|不符|异常|拒绝|冻结|销户|账号错误|^否$|^×$|^未发/
const REISSUED = /补发|重发|重新发放/
const PENDING = /待|在途|处理中|未支付|审核中|未打卡/
const PAID = /成功|已发|已支付|已打卡|到账|到帐|已拨|^是$|^√$|正常|完成/
const RETURNED = /退票|发放失败|打卡失败|支付失败|未发放成功|未到账|未到帐/
const GRAVE =
  /已故|死亡|去世|亡故|病故|身故|故去|过世|离世|已亡|户口注销|注销户口|迁出|迁走|外迁|户籍迁移|户口迁移/

export const isNothing = (text: string): boolean => text === '' || NOTHING.test(text)

/** `isReason`: the column is for reasons of failure, so that anything written there means failed. */
export const readState = (text: string, isReason: boolean): PaymentState | null => {
  if (isNothing(text)) return text === '正常' ? 'paid' : null
  if (FAILED.test(text) || (isReason && !PAID.test(text))) return 'failed'
  if (REISSUED.test(text)) return 'reissued'
  if (PENDING.test(text)) return 'pending'
  return PAID.test(text) ? 'paid' : null
}

/** The bank sent it back, told in a remark. */
export const tellsFailure = (remark: string): boolean => RETURNED.test(remark)

/** Deceased or moved away: somebody must look before it is paid or published. */
export const isGrave = (remark: string): boolean => GRAVE.test(remark)

const IN_NAME = /\(([^()]*(?:已故|死亡|去世|亡故|病故|迁出|代领|配偶|换卡)[^()]*)\)/

/** 孔喜财（已故）: the remark is not part of the name. */
export const splitName = (name: string): { readonly name: string; readonly remark: string } => {
  const match = name.includes('(') ? IN_NAME.exec(name) : null
  return match ? { name: name.replace(match[0], ''), remark: match[1]! } : { name, remark: '' }
}
