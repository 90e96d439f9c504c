// Which browser this is, as far as it changes how the app gets onto the home screen. By what browsers say of themselves: good for
// showing the right pictures, never for deciding what can be stored (that is tried).

export type BrowserKind =
  /** Opened from the home screen. */
  | 'installed'
  | 'wechat'
  /** Built into another app of many: DingTalk, QQ, Baidu … */
  | 'inside'
  | 'safari'
  /** Another browser on an iPhone: only Safari's menu has the entry. */
  | 'ios'
  /** Browsers with a menu at the bottom: QQ, UC, Quark and those of phone makers. */
  | 'menu'
  | 'chromium'
  | 'other'

const INSIDE = /DingTalk|AliApp|baiduboxapp|Weibo|\bQQ\/|aweme/i
const MENU =
  /MQQBrowser|UCBrowser|UBrowser|Quark|MiuiBrowser|HuaweiBrowser|HeyTapBrowser|VivoBrowser|SamsungBrowser|HonorBrowser|BIDUBrowser/i

export const browserKindOf = (userAgent: string, standalone: boolean): BrowserKind => {
  if (standalone) return 'installed'
  if (/MicroMessenger/i.test(userAgent)) return 'wechat'
  if (INSIDE.test(userAgent)) return 'inside'
  if (MENU.test(userAgent)) return 'menu'
  if (/iPhone|iPad|iPod/.test(userAgent))
    return /CriOS|FxiOS|EdgiOS/.test(userAgent) ? 'ios' : 'safari'
  return /Chrome\//.test(userAgent) ? 'chromium' : 'other'
}
