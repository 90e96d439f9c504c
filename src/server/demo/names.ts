// Invented names: Chinese surname and given name, Mongolian names in Chinese characters with and without surname, of two to
// eight characters, some with ·, a few with characters outside the common sets. Nobody is meant.
import type { Dice } from './dice.ts'

export const SURNAMES = Array.from(
  '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文单仇查盖朴区',
)

/** Surnames in use before Mongolian names. */
export const MONGOLIAN_SURNAMES = Array.from('白包何吴韩陈王佟鲍海暴谢')

export const GIVEN_CHARACTERS = Array.from(
  new Set(
    '伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅春荣国庆建文志海永福德财宝贵生长树山林森峰岩川江河湖波涌清源泉润泽雨雪云霜晨曦晓旭昌盛兴旺发达富裕祥瑞吉利顺安宁康健寿龄松柏竹菊莲荷桃杏梨桐杨柳槐枫' +
      '凤龙虎鹏鹤燕莺鸿雁骏马驰腾飞翔跃进胜利凯旋功勋业绩勤俭朴实忠孝仁义礼智信诚恒坚毅刻苦学习书香琴棋诗画艺才俊彦博雅哲思睿慧颖聪灵巧妙佳美好善良温柔淑贤惠慈爱珍珠玲珑琳琅璐瑶琪琦瑾瑜珊瑚碧翠青紫丹朱彤赤金银铜铁钢' +
      '双喜全满成立新民众和合心意志双殿臣廷相权衡鼎铭鑫焕灿烁耀辉煌东南西北中正方圆广阔远航',
  ),
)

/** Characters of names that old systems cannot hold; they must be found and shown (issue, Must hold). */
export const RARE_CHARACTERS = ['𠮷', '䶮', '㛃', '𬀩'] as const

export const MONGOLIAN_NAMES = [
  ...'布和 达来 孟和 苏和 朝鲁 哈斯 那顺 巴图 色音 牧仁 塔娜 图雅 萨仁 乌云 斯琴 高娃 诺敏 吉雅 珠拉 扎那 布仁 塔拉 查干 金花'.split(
    ' ',
  ),
  ...'巴特尔 乌日娜 其木格 娜仁花 苏日娜 格日勒 阿拉坦 宝力高 额尔敦 胡日查 满都拉 青格勒 特木尔 通拉嘎 乌力吉 伊德日 白音那 朝格图 巴雅尔 道尔吉 嘎拉图 那日苏 其其格 萨础拉 乌恩其 乌尼尔 希吉尔 伊拉图 朝鲁门'.split(
    ' ',
  ),
  ...'德力格尔 吉日嘎拉 阿木古楞 额日和木 呼格吉勒 敖日格勒 照日格图 阿日斯冷 斯日古楞 乌兰图雅 萨仁高娃 哈斯巴根 布和朝鲁 巴根那仁 额尔德木 乌力吉图'.split(
    ' ',
  ),
  ...'呼和巴特尔 乌云其木格 娜仁其木格 道尔吉尼玛 达木林扎布 德格吉日夫 浩斯巴雅尔 那顺巴雅尔 哈斯额尔敦 阿拉坦其木格 额尔敦其其格 敖特根巴雅尔 宝音德力格尔 阿拉坦格日勒 浩毕斯嘎拉图 额尔敦朝格图'.split(
    ' ',
  ),
  ...'额尔德尼巴特尔 德力格尔其其格 额尔德尼其木格 巴音吉日嘎拉图 阿拉坦德力格尔玛 额尔德尼德力格尔'.split(
    ' ',
  ),
  ...'乌云·其木格 阿拉坦·格日勒 娜仁·图雅 巴图·额尔敦'.split(' '),
]

const inventChineseName = (dice: Dice): string => {
  const given = dice.pick(GIVEN_CHARACTERS)
  return dice.pick(SURNAMES) + (dice.chance(0.22) ? given : given + dice.pick(GIVEN_CHARACTERS))
}

const inventMongolianName = (dice: Dice): string => {
  const name = dice.pick(MONGOLIAN_NAMES)
  const takesSurname = Array.from(name).length < 4 && dice.chance(0.25)
  return takesSurname ? dice.pick(MONGOLIAN_SURNAMES) + name : name
}

/** `mongolianShare`: which part of the place's people bear Mongolian names. One in 250 bears a rare character. */
export const inventName = (dice: Dice, mongolianShare: number): string => {
  if (dice.chance(0.004)) {
    const rare = dice.pick(RARE_CHARACTERS)
    return dice.pick(SURNAMES) + (dice.chance(0.5) ? rare : rare + dice.pick(GIVEN_CHARACTERS))
  }
  return dice.chance(mongolianShare) ? inventMongolianName(dice) : inventChineseName(dice)
}
