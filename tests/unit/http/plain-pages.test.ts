// `/s/…`: what a browser without scripts reads. The same masked packs as the phones', escaped, and gone when they are gone.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { importInto, makeLine, makeRoster, SITE, TOWN } from '../../support/test-instance.ts'
import { createTestServer, type TestServer } from '../../support/test-server.ts'

let t: TestServer
const open = async () => {
  t = await createTestServer()
}
const close = () => t.dispose()

const ROSTER = `/s/${SITE}/gengdi-dili/2025/1/result`

const page = async (url: string) => {
  const reply = await t.get(url)
  expect(reply.headers['content-type']).toBe('text/html; charset=utf-8')
  expect(reply.headers['cache-control']).toBe('no-cache')
  return { status: reply.statusCode, text: reply.body }
}

describe('a roster', () => {
  beforeEach(open)
  afterEach(close)

  test('shows number, name, group, last four, quantity, rate and amount of each line', async () => {
    const line = makeLine(1, { name: '白海清', group: '第二村民小组', quantity: 12_500 })
    await importInto(t, [makeRoster({ lines: [{ ...line, rate: 674_100, amountFen: 84_263 }] })])
    await t.publishNow()
    const { status, text } = await page(ROSTER)
    expect(status).toBe(200)
    const cells = [...text.matchAll(/<td[^>]*>([\s\S]*?)<\/td>/g)].map((match) => match[1]!.trim())
    expect(cells).toEqual([
      '1',
      '白海清',
      '第二村民小组',
      line.idNumber!.slice(-4),
      '12.5',
      '67.41',
      '842.63',
      '已发放',
    ])
    expect(text).not.toContain(line.idNumber)
    expect(text).not.toContain(line.account)
  })

  test('markup in a name, group, batch or unit is text, not markup', async () => {
    const evil = '<b onmouseover="x">&\'"</b><script>alert(1)</script>'
    const lines = [makeLine(1, { name: `甲${evil}`, group: evil })]
    await importInto(t, [makeRoster({ lines, batch: `二${evil}`, unit: evil })])
    await t.publishNow()
    const place = await page(`/s/${SITE}`)
    const address = /href="(\/s\/\d+\/[^"]+)"/.exec(place.text)![1]!.replaceAll('&#39;', "'")
    const roster = await page(address)
    expect(roster.status).toBe(200)
    expect(roster.text).toContain('甲&lt;b onmouseover=&quot;x&quot;&gt;&amp;&#39;&quot;&lt;/b&gt;')
    for (const { text } of [place, roster]) {
      expect(text).not.toContain('<script')
      expect(text).not.toContain('<b ')
    }
  })

  test('rare characters and Mongolian letters come out as they went in', async () => {
    const names = ['𠮷娜', '䶮㛃', '𬀩花', '阿·拉坦', 'ᠪᠠᠲᠤ ᠬᠠᠭᠠᠨ']
    const lines = names.map((name, n) => makeLine(n, { name }))
    await importInto(t, [makeRoster({ lines })])
    await t.publishNow()
    const { text } = await page(ROSTER)
    for (const name of names) expect(text).toContain(`<td>${name}</td>`)
  })

  test('a batch of printed Chinese has an address that answers', async () => {
    const batch = '第二批补发二〇二四年度漏报农户及春季追加部分并含下半年调整面积'
    await importInto(t, [makeRoster({ batch })])
    await t.publishNow()
    const { text } = await page(`/s/${SITE}`)
    const address = /href="(\/s\/\d+\/[^"]+)"/.exec(text)![1]!
    expect(address).toContain(encodeURIComponent(batch))
    expect((await page(address)).status).toBe(200)
  })

  test('[MASK-1] of a masked programme shows masked name and amount, and no other column', async () => {
    const lines = Array.from({ length: 6 }, (_, n) =>
      makeLine(n, { name: '欧阳春花', group: '一组' }),
    )
    await importInto(t, [makeRoster({ programme: 'gaoling-jintie', lines })])
    await t.publishNow()
    const { text } = await page(`/s/${SITE}/gaoling-jintie/2025/1/result`)
    expect(text).toContain('<td>欧**</td>')
    expect(text).not.toContain('春花')
    expect(text).not.toContain('一组')
    expect([...text.matchAll(/<th[ >]/g)]).toHaveLength(2)
  })

  test('[PACK-9] a corrected figure stands beside the old one, struck out', async () => {
    await importInto(t, [makeRoster()])
    const lines = makeRoster().lines.map((line, i) =>
      i === 0 ? { ...line, amountFen: 12_345 } : line,
    )
    await importInto(t, [makeRoster({ lines })], { correction: { reason: 'figure', text: '复核' } })
    await t.publishNow()
    const { text } = await page(ROSTER)
    expect(text).toMatch(/<s>674\.10<\/s>\s*123\.45/)
    expect(text).toContain('数字更正，复核')
  })
})

describe('what is over', () => {
  beforeEach(open)
  afterEach(close)

  const withdraw = () =>
    t.instance.store.db
      .updateTable('roster')
      .set({ withdrawn: '2026-11-23', withdrawn_reason: 'void' })
      .execute()

  test('[PACK-11] a withdrawn roster answers 410 and is in no list', async () => {
    await importInto(t, [makeRoster()])
    await t.publishNow()
    expect((await page(ROSTER)).status).toBe(200)
    await withdraw()
    await t.publishNow()
    const { status, text } = await page(ROSTER)
    expect(status).toBe(410)
    expect(text).not.toContain('白')
    expect((await page(`/s/${SITE}`)).text).not.toContain(ROSTER)
  })

  test('[PACK-10] a notice whose last day has passed answers 410, also when nothing was published since', async () => {
    await importInto(t, [makeRoster({ kind: 'notice' })])
    await t.publishNow()
    const address = `/s/${SITE}/gengdi-dili/2025/1/notice`
    expect((await page(address)).status).toBe(200)
    t.clock.advance(40 * 86_400_000)
    expect((await page(address)).status).toBe(410)
    expect((await page(`/s/${SITE}`)).text).not.toContain('gengdi-dili')
  })

  test('before the first publication every page answers 404, and nothing breaks', async () => {
    expect((await t.get('/s/')).statusCode).toBe(404)
    expect((await t.get(`/s/${SITE}`)).statusCode).toBe(404)
  })
})

describe('every page', () => {
  beforeAll(async () => {
    await open()
    await importInto(t, [makeRoster()])
    await t.publishNow()
  })
  afterAll(close)

  test.each([
    `/s/${SITE}/gengdi-dili/1999/1/result`,
    '/s/999999999999',
    '/s/policy/none',
    '/s/x/y',
  ])('that never was answers 404: %s', async (url) => {
    expect((await page(url)).status).toBe(404)
  })

  test('[MASK-2] says the same sentence about what is not listed, the day of the data, and 演示数据', async () => {
    const sentences = new Set<string | undefined>()
    for (const url of ['/s/', `/s/${TOWN}`, `/s/${SITE}`, ROSTER]) {
      const { text } = await page(url)
      expect(text, url).toContain('演示数据')
      expect(text, url).toContain('2026-11-23')
      sentences.add(/以下补贴依法不在此逐人公布：[^<]*/.exec(text)?.[0])
    }
    expect([...sentences]).toEqual([expect.stringContaining('农村牧区最低生活保障')])
  })

  test('has neither script nor anything from another host', async () => {
    for (const url of ['/s/', `/s/${SITE}`, ROSTER, '/s/policies']) {
      const reply = await t.get(url)
      expect(reply.body).not.toMatch(/<script|https?:\/\/(?!www\.w3)/)
      expect(reply.headers['content-security-policy']).toContain("default-src 'self'")
    }
  })

  test('names a village with its town, in the list below the town too', async () => {
    const town = t.instance.banner.places.find((place) => place.id === TOWN)!
    const village = t.instance.banner.places.find((place) => place.id === SITE)!
    const full = town.name + village.name
    expect((await page(`/s/${TOWN}`)).text).toContain(`<a href="/s/${SITE}">${full}</a>`)
    expect((await page(`/s/${SITE}`)).text).toContain(`<h1>${full}</h1>`)
  })

  test('of a policy gives each field its source or says 未收集到', async () => {
    const list = await page('/s/policies')
    const address = /href="(\/s\/policy\/[^"]+)"/.exec(list.text)![1]!
    const { status, text } = await page(address)
    expect(status).toBe(200)
    const fields = [...text.matchAll(/<tr>[\s\S]*?<\/tr>/g)].map((match) => match[0])
    expect(fields).toHaveLength(10)
    for (const field of fields) expect(field).toMatch(/未收集到|来源：/)
  })
})
