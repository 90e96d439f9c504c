// Browsers by what they say of themselves, each in the form that phones of this place send.
import { expect, test } from 'vitest'
import { type BrowserKind, browserKindOf } from '../../../src/app/browser-kind.ts'

const ANDROID = 'Mozilla/5.0 (Linux; Android 10; M2006C3LC) AppleWebKit/537.36 (KHTML, like Gecko)'
const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 15_4 like Mac OS X) AppleWebKit/605.1.15'

test.each<[BrowserKind, string]>([
  [
    'wechat',
    `${ANDROID} Version/4.0 Chrome/107.0 MQQBrowser/6.2 TBS Mobile Safari/537.36 MicroMessenger/8.0.38`,
  ],
  ['wechat', `${IPHONE} Mobile/15E148 MicroMessenger/8.0.38(0x1800262c) NetType/WIFI`],
  ['inside', `${ANDROID} Version/4.0 Chrome/108.0 Mobile Safari/537.36 DingTalk/7.0`],
  ['inside', `${IPHONE} Mobile/15E148 QQ/8.9.80.611 V1_IPH`],
  ['menu', `${ANDROID} Version/4.0 Chrome/89.0 MQQBrowser/13.6 Mobile Safari/537.36`],
  ['menu', `${ANDROID} Version/4.0 Chrome/78.0 UCBrowser/15.1 Mobile Safari/537.36`],
  ['menu', `${ANDROID} Version/4.0 Chrome/89.0 Mobile Safari/537.36 XiaoMi/MiuiBrowser/17.1`],
  ['menu', `${ANDROID} Chrome/99.0 HuaweiBrowser/13.0 Mobile Safari/537.36`],
  ['safari', `${IPHONE} (KHTML, like Gecko) Version/15.4 Mobile/15E148 Safari/604.1`],
  ['ios', `${IPHONE} (KHTML, like Gecko) CriOS/110.0 Mobile/15E148 Safari/604.1`],
  ['chromium', `${ANDROID} Chrome/120.0 Mobile Safari/537.36`],
  ['other', 'Mozilla/5.0 (Android 13; Mobile; rv:120.0) Gecko/120.0 Firefox/120.0'],
])('%s: %s', (kind, userAgent) => {
  expect(browserKindOf(userAgent, false)).toBe(kind)
  expect(browserKindOf(userAgent, true)).toBe('installed')
})
