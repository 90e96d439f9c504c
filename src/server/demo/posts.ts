// A few posts in the four channels, invented like everything in the demo.
import { shanghaiDay } from '../../base/clock.ts'
import type { Instance } from '../instance.ts'
import type { PostTable } from '../store/publication-tables.ts'

const POSTS: readonly Omit<PostTable, 'day' | 'until'>[] = [
  {
    id: 'demo-badarhu-village',
    site: '152223105200',
    channel: '村务',
    title: '补贴核对日安排（演示）',
    text: '每月 20 日上午在嘎查委员会核对补贴明细，请带一卡通存折。行动不便的，工作人员上门。',
  },
  {
    id: 'demo-badarhu-money',
    site: '152223105200',
    channel: '财务',
    title: '第三季度集体收支说明（演示）',
    text: '本季度没有新的收支项目。',
  },
  {
    id: 'demo-badarhu-town',
    site: '152223105',
    channel: '政务',
    title: '补贴政策咨询地点（演示）',
    text: '苏木乡镇便民服务大厅财政窗口，工作日办理。',
  },
  {
    id: 'demo-finance-card',
    site: 'd-finance',
    channel: '政务',
    title: '到账短信与存折摘要怎么看（演示）',
    text: '存折摘要写的是补贴名称的简称，与本系统每笔明细的“摘要”一致。',
  },
]

/** Dated today; a second call changes nothing. */
export const seedPosts = async ({ store, clock }: Instance): Promise<void> => {
  const day = shanghaiDay(clock.now())
  await store.db
    .insertInto('post')
    .values(POSTS.map((post) => ({ ...post, day, until: null })))
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
}
