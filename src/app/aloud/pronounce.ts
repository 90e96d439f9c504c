// Characters that voices read wrongly in names: for the ear alone they are replaced by others that sound right. Never shown.

/** Of places, anywhere in a text. */
const PLACE_SOUNDS: Readonly<Record<string, string>> = { 赉: '赖', 绰尔: '辍尔', 疃: '团' }

/** As a surname only, where the character is commonly read another way. */
const SURNAME_SOUNDS: Readonly<Record<string, string>> = {
  单: '善',
  解: '谢',
  仇: '求',
  曾: '增',
  区: '欧',
  朴: '瓢',
  盖: '葛',
  华: '画',
  任: '人',
  燕: '烟',
  缪: '妙',
  翟: '宅',
  种: '虫',
  员: '运',
}

/** Longer names that begin so are mostly Mongolian ones, where each character sounds as it does elsewhere. */
const LONGEST_WITH_SURNAME = 3

export const pronounce = (text: string): string =>
  Object.entries(PLACE_SOUNDS).reduce(
    (said, [written, sound]) => said.replaceAll(written, sound),
    text,
  )

/** A person's name. */
export const pronounceName = (name: string): string => {
  const [first = '', ...rest] = name
  const sound = rest.length < LONGEST_WITH_SURNAME ? SURNAME_SOUNDS[first] : undefined
  return pronounce(sound === undefined ? name : sound + rest.join(''))
}
