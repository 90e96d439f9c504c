// The words by which rows that are no payees are known: totals, sections, footers, notes of units.

const TOTAL =
  /^(?:[一二三四五六七八九十\d]{1,3}[、.])?(.{0,16}?)(本页合计|本页小计|总合计|合\(?总\)?计|小计|合计|总计|共计|累计|页计|汇总)(?:$|[(::\d共].{0,60}$)/

export type TotalKind = 'sub' | 'page' | 'running' | 'part' | 'total' | 'grand'

/** What a total row sums, as far as its word tells; the words before it may name a group or a place. */
export interface TotalWord {
  readonly kind: TotalKind
  readonly scope: string
}

/** Text comes compacted. */
export const readTotalWord = (text: string): TotalWord | null => {
  if (/^其中(?:[::]|$)/.test(text)) return { kind: 'part', scope: text.replace(/^其中[::]?/, '') }
  if (text.length > 80 || !/计|汇总/.test(text)) return null
  const match = TOTAL.exec(text)
  if (!match) return null
  const scope = match[1]!.replace(/^(?:以上|全部|全(?:村|嘎查|社区))/, '')
  if (/本页|^页/.test(scope + match[2]!)) return { kind: 'page', scope: '' }
  if (match[2] === '累计') return { kind: 'running', scope: '' }
  if (/^全(?:旗|镇|乡|苏木|场)$/.test(scope)) return { kind: 'grand', scope: '' }
  if (match[2] === '小计') return { kind: 'sub', scope }
  if (match[2] === '总计' || match[2] === '总合计' || match[2] === '共计')
    return { kind: 'grand', scope }
  return { kind: 'total', scope }
}

export const isTotalText = (text: string): boolean => readTotalWord(text) !== null

const FOOTER =
  /^(?:制表|填表|造表|编制人|编表|复核|审核|审批|校对|负责人|主管|单位负责|分管|经办|经手|会计|出纳|领导|站长|所长|村主任|村书记|嘎查达|书记|主任|包村|驻村|公示(?:时间|期|日期|地点|单位|人)|监督|举报|投诉|咨询|联系(?:电话|人|方式)|电话|注[::\d(]?|备注[::]|说明[::]|填表说明|附注|签字[::]|签章|盖章|\(?盖章\)?|\(?公章\)?|日期[::]|时间[::]|制表(?:日期|时间)|打印|第?\d+页|共\d+页|第.{1,4}页|以下空白|此表一式|如有异议|对以上|村务监督|财政所|经管站)/

export const isFooterText = (text: string): boolean =>
  FOOTER.test(text) ||
  /^(?:(?:19|20)\d{2})[年\-/.]\d{1,2}[月\-/.]\d{1,2}日?$/.test(text) ||
  /盖章|签字|签章|公章|监督电话|举报电话|咨询电话|公示期|异议|特此公[示告]/.test(text)

const MAKER =
  /^(?:编制|填制|填报|制表|公示|发放|填表|上报|报送|呈报)(?:单位|机关|部门)|^(?:填报|编制|制表|填表)(?:日期|时间)|^单位[::(]|^单位名称/

/** The line between title and header: who made the list, when, in which units. */
export const isMakerText = (text: string): boolean => MAKER.test(text)

const GROUP =
  /(?:(?:村民)?小组|村民组|[一二三四五六七八九十\d东西南北前后中上下]组|组|屯|艾里|艾勒|独贵龙|独贵|浩特|自然村|生产队|[一二三四五六七八九十\d]队|社|营子|窝堡|窝铺|沟|分场|连队|牧点|片|区)$/

/** 第一村民小组 · 东屯 · X艾里 · X独贵龙, with a count behind it or not. */
export const readGroup = (text: string): string | null => {
  const bare = text
    .replace(/^(?:[一二三四五六七八九十]{1,3}|\d{1,2})[、.．](?=.{2})/, '')
    .replace(/^(?:组别|屯别|小组|屯|组|艾里|独贵龙|村民小组|自然村|所在组)[::]/, '')
    .replace(/[((].*$/, '')
    .replace(/(?:共|计)?\d+户.*$/, '')
    .replace(/[::]$/, '')
  if (bare.length > 14 || bare === '') return null
  return GROUP.test(bare) || /^第?[一二三四五六七八九十\d]{1,3}$/.test(bare) ? bare : null
}

/** A group beyond doubt, where the words might be about something else: names of tabs, brackets in titles. */
export const readSureGroup = (text: string): string | null =>
  /(?:组|屯|艾里|艾勒|独贵龙|浩特|生产队)$/.test(text.replace(/[((].*$/, '')) &&
  !/^(?:各|分|全|按|本)/.test(text)
    ? readGroup(text)
    : null
