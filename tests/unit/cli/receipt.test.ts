// The counter's look-up by claim code: three states, the day, never a word.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { receiptCommand } from '../../../src/cli/receipt.ts'
import { formatClaimCode } from '../../../src/protocol/claim-code.ts'
import { createPen, type Pen, toDelivery } from '../../support/field-pen.ts'
import { createFieldServer, type FieldServer } from '../../support/field-world.ts'

describe('iltod receipt', () => {
  let server: FieldServer
  let pen: Pen
  beforeAll(async () => {
    server = await createFieldServer()
    pen = await createPen(server)
  })
  afterAll(() => server.dispose())

  const run = async (...args: string[]) => {
    const out: string[] = []
    const err: string[] = []
    const code = await receiptCommand(args, {
      out: (text) => out.push(text),
      err: (text) => err.push(text),
      dataDir: server.test.dataDir,
    })
    return { code, out: out.join('\n'), err: err.join('\n') }
  }

  test('[CLAIM-3] not yet arrived, received on a day, answered on a day; no word of question or answer', async () => {
    const item = await pen.write('柜台上不能念出来的话')
    const { claimCode } = item.copy
    const spoken = formatClaimCode(claimCode)
    expect(await run(claimCode)).toEqual({
      code: 0,
      out: `${spoken}  还没有到，或者没有这个码。`,
      err: '',
    })
    await server.inbox.field.receive(toDelivery(item.id, item.parcel))
    expect((await run(claimCode)).out).toBe(`${spoken}  2026-11-23 已收到，还没有答复。`)
    server.test.clock.advance(86_400_000)
    await server.inbox.desk.answer({ id: item.id, text: '不能念的答复', from: '财政局' })
    const answered = await run(claimCode)
    expect(answered.out).toBe(`${spoken}  2026-11-24 已答复。在写问题的那台手机上可以看到。`)
    expect(JSON.parse((await run(claimCode, '--json')).out)).toEqual({
      state: 'answered',
      day: '2026-11-24',
    })
  })

  test('[CLAIM-1] groups of four, hyphens and full-width digits are taken; a mistyped code is told', async () => {
    const { claimCode } = (await pen.write()).copy
    const wide = claimCode.replace(/\d/g, (d) => String.fromCharCode(0xff10 + Number(d)))
    for (const typed of [formatClaimCode(claimCode).split(' '), [wide], [claimCode]])
      expect(await run(...typed)).toMatchObject({ code: 0, err: '' })
    const last = String((Number(claimCode[15]) + 1) % 10)
    for (const wrong of [claimCode.slice(0, 15) + last, '1234', '没有码'])
      expect(await run(wrong)).toEqual({
        code: 65,
        out: '',
        err: '查询码有误，请对照十六位数字再输一次。',
      })
    expect(await run()).toMatchObject({ code: 64 })
    expect(await run(claimCode, '--wrong')).toMatchObject({ code: 64 })
  })
})
