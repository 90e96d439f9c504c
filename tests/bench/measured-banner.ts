// A banner for measuring the format: no kinder than life (independent log-normal areas with 2–3 decimals, 15 % of quantities
// change and 2 % of payees come or go each year, uniform last fours, random groups). Deterministic by seed, site by site.
import { bytesToBase64Url } from '../../src/base/bytes.ts'
import { multiplyToFen } from '../../src/base/decimal.ts'
import { createSeededRandom } from '../../src/base/random.ts'
import type {
  LedgerInput,
  LedgerLineInput,
  LedgerPayee,
  LedgerRoster,
} from '../../src/pack/model.ts'

export const MEASURED_SITES = 243
export const MEASURED_PAYEES = 110_000
const YEARS = [2021, 2022, 2023, 2024, 2025]

interface MeasuredProgramme {
  readonly id: string
  readonly name: string
  readonly unit: string
  /** Share of payees that take part. */
  readonly share: number
  /** Thousandths; 0 = no quantity, an approved amount. */
  readonly median: number
  readonly spread: number
  readonly step: number
  /** Ten-thousandths of a yuan. */
  readonly rate: number
  /** Fen to which the office rounds. */
  readonly rounding: number
}

const PROGRAMMES: readonly MeasuredProgramme[] = [
  ['gengdi-dili', '耕地地力保护补贴', '亩', 0.9, 18_000, 0.8, 10, 696_300, 1],
  ['yumi-shengchanzhe', '玉米生产者补贴', '亩', 0.66, 14_000, 0.8, 1, 183_400, 1],
  ['dadou-shengchanzhe', '大豆生产者补贴', '亩', 0.42, 9_000, 0.9, 1, 3_665_100, 1],
  ['caoyuan-jinmu', '草原禁牧补助', '亩', 0.32, 180_000, 1, 10, 119_235, 1],
  ['caoxu-pingheng', '草畜平衡奖励', '亩', 0.32, 260_000, 1, 10, 39_745, 1],
  ['gongyilin', '公益林生态效益补偿', '亩', 0.2, 40_000, 1.1, 1, 147_500, 1],
  ['tuigeng-huanlin', '退耕还林补助', '亩', 0.18, 8_000, 0.7, 10, 900_000, 100],
  ['heitudi', '黑土地保护补助', '亩', 0.32, 16_000, 0.8, 10, 380_000, 1],
  ['nongye-baoxian', '农业保险保费补贴', '亩', 0.38, 15_000, 0.8, 10, 45_600, 10],
  ['muzhu-buzhu', '肉牛良种补贴', '头', 0.2, 6_000, 0.8, 1_000, 1_000_000, 1],
  ['gaoling-jintie', '高龄津贴', '人月', 0.12, 0, 0, 0, 0, 1],
  ['nongji-gouzhi', '农机购置补贴', '台', 0.06, 0, 0, 0, 0, 1],
].map(([id, name, unit, share, median, spread, step, rate, rounding]) => ({
  id,
  name,
  unit,
  share,
  median,
  spread,
  step,
  rate,
  rounding,
})) as MeasuredProgramme[]

const SURNAMES = Array.from(
  '白包王李张刘陈杨赵吴何韩齐梁金孟马高徐孙周胡郭于林董宋郑许邓关佟康宝银海敖图额乌',
)
const GIVEN = Array.from(
  '伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀兰霞平刚桂英华玉萍红玲芬燕云莲真环雪荣爱妹香月莺媛瑞凡佳嘉琼勤珍贞莉桂娣叶璧璐娅琦晶妍茜秋珊莎锦黛青倩婷姣婉娴瑾颖露瑶怡婵雁蓓纨仪荷丹蓉眉君琴蕊薇菁梦岚苑婕馨瑗琰韵融园艺咏卿聪澜纯毓悦昭冰爽琬茗羽希宁欣飘育滢馥筠柔竹霭凝晓欢霄枫芸菲寒伊亚宜可姬舒影荔枝思文武新利清飞彬富顺信子才德宏广义良海山仁波贵福生龙元全国胜学祥才发成康星光天达安岩中茂进林有坚和彪博诚先敬震振壮会思群豪心邦承乐绍功松善厚庆民友裕河哲江超浩亮政谦亨奇固之轮翰朗伯言若鸣朋斌梁栋维启克伦翔旭鹏泽晨辰士以建家致树炎盛雄琛钧冠策腾楠榕风航弘',
)
const MONGOLIAN = (
  '巴特尔 乌云其木格 萨仁高娃 宝音德力格尔 那仁朝格图 斯琴高娃 额尔敦巴图 阿拉坦其其格 苏日娜 格日勒图 哈斯巴根 敖其尔 ' +
  '图门乌力吉 吉日嘎拉 朝鲁门 特木尔 孟根其其格 巴雅尔 娜仁花 托娅 乌兰图雅 其其格 布和 青格勒 达来 海日罕 呼格吉勒 满都拉 ' +
  '莫日根 那顺 恩和 萨如拉 赛音 胡日查 阿木古郎 白音仓 巴彦孟和 包勒尔 查干 道尔吉 苏和巴特尔 塔娜 嘎日迪 伊拉图 额日德木图'
).split(' ')
const GROUPS = ['第一村民小组', '第二村民小组', '第三村民小组', '东艾里', '西艾里', '南屯', '北屯']

type Random = ReturnType<typeof createSeededRandom>

const pick = <T>(random: Random, list: readonly T[]): T =>
  list[Math.floor(random.unit() * list.length)]!

/** Skewed towards the front, as surnames are. */
const pickSkewed = <T>(random: Random, list: readonly T[]): T =>
  list[Math.floor(random.unit() ** 1.8 * list.length)]!

const makeName = (random: Random): string => {
  if (random.unit() < 0.35) {
    return (random.unit() < 0.4 ? pickSkewed(random, SURNAMES) : '') + pick(random, MONGOLIAN)
  }
  const given =
    random.unit() < 0.75 ? pick(random, GIVEN) + pick(random, GIVEN) : pick(random, GIVEN)
  return pickSkewed(random, SURNAMES) + given
}

/** Box–Muller. */
const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random.unit())) * Math.cos(2 * Math.PI * random.unit())

const drawQuantity = (random: Random, programme: MeasuredProgramme): number => {
  const raw = programme.median * Math.exp(programme.spread * normal(random))
  return Math.max(1, Math.round(raw / programme.step)) * programme.step
}

/** Half of the changes are a field more or less, half a measurement anew. */
const changeQuantity = (random: Random, programme: MeasuredProgramme, before: number): number => {
  if (random.unit() < 0.5) return drawQuantity(random, programme)
  const change = before * 0.3 * normal(random)
  return Math.max(programme.step, before + Math.round(change / programme.step) * programme.step)
}

const amountOf = (programme: MeasuredProgramme, quantity: number, rate: number): number => {
  const exact = multiplyToFen(quantity, rate)
  return Math.round(exact / programme.rounding) * programme.rounding
}

const makeRoster = (
  random: Random,
  place: string,
  programme: MeasuredProgramme,
  year: number,
): LedgerRoster => ({
  id: `${programme.id}/${year}/1/result`,
  programme: programme.id,
  year,
  batch: '1',
  kind: 'result',
  version: random.unit() < 0.1 ? 2 : 1,
  title: `${year}年${place}${programme.name}发放公示表`,
  class: 'named',
  audience: 'public',
  published: `${year}-0${1 + Math.floor(random.unit() * 9)}-${10 + Math.floor(random.unit() * 18)}`,
  notice: null,
  until: `${year + 6}-07-01`,
  unit: programme.unit,
  rate:
    programme.rate === 0
      ? null
      : programme.rate + 100 * Math.floor(random.unit() * 400) * (year - 2020),
  persons: null,
  amountFen: null,
  memo: programme.name.slice(0, 4),
  corrections: [],
})

interface Person {
  readonly payee: LedgerPayee
  readonly from: number
  readonly to: number
}

const makePeople = (random: Random, count: number): Person[] => {
  const people: Person[] = []
  const add = (from: number) => {
    const lastFour =
      String(Math.floor(random.unit() * 1000)).padStart(3, '0') +
      '0123456789X'[Math.floor(random.unit() * 11)]!
    const group = Math.floor(random.unit() * GROUPS.length)
    const payee = { number: people.length + 1, name: makeName(random), group, lastFour }
    const gone = YEARS.findIndex((_, i) => i > from && random.unit() < 0.022)
    people.push({ payee, from, to: gone < 0 ? YEARS.length : gone })
  }
  const coming = 0.022
  const first = Math.round(count / (1 + coming * (YEARS.length - 1)))
  for (let i = 0; i < first; i++) add(0)
  for (let year = 1; year < YEARS.length; year++) {
    for (let i = 0; i < coming * first; i++) add(year)
  }
  return people
}

/** One payee in one programme over the years; about one in thirty joins or leaves a programme alone. */
const makeSeries = (
  random: Random,
  person: Person,
  programme: MeasuredProgramme,
  rosters: readonly LedgerRoster[],
  firstRoster: number,
): LedgerLineInput[] => {
  const lines: LedgerLineInput[] = []
  const from = random.unit() < 0.06 ? person.from + Math.floor(random.unit() * 3) : person.from
  const to = random.unit() < 0.06 ? person.to - Math.floor(random.unit() * 3) : person.to
  const isApproved = programme.median === 0
  let quantity = isApproved ? 0 : drawQuantity(random, programme)
  let approved = pick(random, [
    120_000,
    120_000,
    60_000,
    36_000,
    1_000 * Math.ceil(900 * random.unit()),
  ])
  for (let year = from; year < to; year++) {
    if (year > from && random.unit() < 0.15) {
      if (isApproved) approved += 12_000
      else quantity = changeQuantity(random, programme, quantity)
    }
    const roster = rosters[firstRoster + year]!
    lines.push({
      roster: firstRoster + year,
      payee: person.payee.number,
      ordinal: 1,
      quantity: isApproved ? null : quantity,
      rate: isApproved ? null : roster.rate,
      amountFen: isApproved ? approved : amountOf(programme, quantity, roster.rate!),
      state: random.unit() < 0.004 ? 'reissued' : 'paid',
    })
  }
  return lines
}

const withSums = (rosters: readonly LedgerRoster[], lines: readonly LedgerLineInput[]) =>
  rosters.map((roster, i) => {
    const own = lines.filter((line) => line.roster === i)
    return {
      ...roster,
      persons: own.length,
      amountFen: own.reduce((sum, line) => sum + (line.amountFen ?? 0), 0),
    }
  })

/** Site `index` of the measured banner: about 450 payees, 18 lines each. */
export const makeMeasuredLedger = (seed: number, index: number): LedgerInput => {
  const random = createSeededRandom(seed * 1000 + index)
  const size = Math.round(
    (MEASURED_PAYEES / MEASURED_SITES) * Math.exp(0.4 * normal(random) - 0.08),
  )
  const site = String(152223100200 + index)
  const place = `${pick(random, MONGOLIAN)}嘎查`
  const people = makePeople(random, Math.max(30, size))
  const rosters = PROGRAMMES.flatMap((programme) =>
    YEARS.map((year) => makeRoster(random, place, programme, year)),
  )
  const lines = people.flatMap((person) =>
    PROGRAMMES.flatMap((programme, p) =>
      random.unit() < programme.share
        ? makeSeries(random, person, programme, rosters, p * YEARS.length)
        : [],
    ),
  )
  return {
    site,
    seed: bytesToBase64Url(random.bytes(32)),
    groups: GROUPS,
    payees: people.map((person) => person.payee),
    rosters: withSums(rosters, lines),
    lines,
    masked: [],
    counts: [],
    sums: [],
    withdrawn: [],
    sealed: null,
  }
}

/** Rows as a clerk would export them: what `xz -9e` is measured on. */
export const measuredCsv = (ledger: LedgerInput): string => {
  const payees = new Map(ledger.payees.map((payee) => [payee.number, payee]))
  return ledger.lines
    .map((line) => {
      const payee = payees.get(line.payee)!
      const roster = ledger.rosters[line.roster]!
      const quantity = line.quantity === null ? '' : line.quantity / 1000
      const rate = line.rate === null ? '' : line.rate / 10_000
      const group = GROUPS[payee.group]!
      return `${ledger.site},${roster.programme},${roster.year},${group},${payee.name},${payee.lastFour},${quantity},${rate},${(line.amountFen ?? 0) / 100}\n`
    })
    .join('')
}
