// The places of the demo's rosters, real by name, and their invented people. Every roster draws on the same people, so that
// an account reads over years and programmes.
import { settleVillage } from './villages.ts'
import type { VillageHistory } from './villages.ts'

const FARM_YEARS = [2018, 2021, 2022, 2023, 2024, 2025]

export interface DemoVillages {
  readonly badarhu: VillageHistory
  readonly tuanjie: VillageHistory
  readonly shuitian: VillageHistory
  readonly bayanulan: VillageHistory
  readonly hurle: VillageHistory
  readonly mangha: VillageHistory
  readonly jianshe: VillageHistory
}

export const settleDemoVillages = (): DemoVillages => ({
  badarhu: settleVillage(
    {
      town: '巴达尔胡镇',
      name: '巴达尔胡嘎查',
      groups: ['第一村民小组', '第二村民小组', '第三村民小组'],
      households: 54,
      mongolianShare: 0.6,
      medianMu: 38,
    },
    0,
    FARM_YEARS,
  ),
  tuanjie: settleVillage(
    {
      town: '音德尔镇',
      name: '团结村',
      groups: ['1组', '2组', '3组', '4组'],
      households: 48,
      mongolianShare: 0.2,
      medianMu: 24,
    },
    1,
    FARM_YEARS,
  ),
  shuitian: settleVillage(
    {
      town: '好力保镇',
      name: '水田村',
      groups: ['东屯', '西屯', '南屯'],
      households: 42,
      mongolianShare: 0.25,
      medianMu: 30,
    },
    2,
    FARM_YEARS,
  ),
  bayanulan: settleVillage(
    {
      town: '巴彦乌兰苏木',
      name: '巴彦乌兰嘎查',
      groups: ['东独贵龙', '西独贵龙', '北独贵龙'],
      households: 46,
      mongolianShare: 0.92,
      medianMu: 900,
    },
    3,
    [2022],
  ),
  hurle: settleVillage(
    {
      town: '胡尔勒镇',
      name: '胡尔勒嘎查',
      groups: [''],
      households: 26,
      mongolianShare: 0.7,
      medianMu: 20,
    },
    4,
    [2025],
  ),
  mangha: settleVillage(
    {
      town: '胡尔勒镇',
      name: '芒哈嘎查',
      groups: [''],
      households: 19,
      mongolianShare: 0.8,
      medianMu: 20,
    },
    5,
    [2025],
  ),
  jianshe: settleVillage(
    {
      town: '巴彦高勒镇',
      name: '建设村',
      groups: ['一组', '二组'],
      households: 30,
      mongolianShare: 0.15,
      medianMu: 26,
    },
    6,
    [2025],
  ),
})
