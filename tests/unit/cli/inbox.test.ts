// The clerk's commands on a real data folder, beside a server that has it open.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inboxCommand } from '../../../src/cli/inbox.ts'
import { type Pen, createPen, toDelivery } from '../../support/field-pen.ts'
import { type FieldServer, createFieldServer } from '../../support/field-world.ts'

describe('iltod inbox', () => {
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
    const code = await inboxCommand(args, {
      out: (text) => out.push(text),
      err: (text) => err.push(text),
      dataDir: server.test.dataDir,
    })
    return { code, out: out.join('\n'), err: err.join('\n') }
  }
  const deliver = async (text: string) => {
    const item = await pen.write(text)
    await server.inbox.field.receive(toDelivery(item.id, item.parcel))
    return item.id
  }

  test('an empty inbox says so', async () => {
    expect(await run('list')).toEqual({ code: 0, out: '没有待答复的。', err: '' })
  })

  test('list, show and answer: a question, its place with its parent, its words, and the answer on its way', async () => {
    const id = await deliver('我家的面积\n为什么少了？')
    const listed = await run('list')
    expect(listed.code).toBe(0)
    expect(listed.out).toContain(id.slice(-8))
    expect(listed.out).toContain('我家的面积 为什么少了？')
    expect(listed.out).toMatch(/提问 {2}.*镇.*嘎查/)
    const shown = await run('show', id.slice(-8))
    expect(shown.out).toContain('我家的面积\n为什么少了？')
    const answered = await run('answer', id.slice(-8), '已核实，下月补发。', '--from', '财政局')
    expect([answered.code, answered.err]).toEqual([0, ''])
    expect((await run('list')).out).toBe('没有待答复的。')
    expect((await run('list', '--all')).out).toContain('已答复1次')
    expect((await run('show', id)).out).toContain('财政局\n已核实，下月补发。')
    expect((await pen.ask()).entries).toMatchObject([
      { event: id, text: '已核实，下月补发。', from: '财政局' },
    ])
  })

  test('[EVT-13] a proposed word is shown beside what the app says now, in Chinese and in its language', async () => {
    const word = { key: 'shell.nav.policies', language: 'mn-Mong-CN' }
    const item = await pen.write('ᠪᠣᠳᠣᠯᠭ\u180eᠠ', { word })
    await server.inbox.field.receive(toDelivery(item.id, item.parcel))
    const listed = await run('list')
    expect(listed.out).toContain('改词  shell.nav.policies（mn-Mong-CN）')
    expect(listed.out).toContain('ᠪᠣᠳᠣᠯᠭ\u180eᠠ')
    const { out } = await run('show', item.id)
    expect(out).toContain('汉文：政策')
    expect(out).toMatch(/现在：[\u1820-\u1842]/)
    expect(out.endsWith('建议：\nᠪᠣᠳᠣᠯᠭ\u180eᠠ')).toBe(true)
    const unknown = await pen.write('ᠪ', { word: { key: 'horse.rider', language: 'xx' } })
    await server.inbox.field.receive(toDelivery(unknown.id, unknown.parcel))
    expect((await run('show', unknown.id)).out).toContain('汉文：（没有这个词）')
    for (const { id } of [item, unknown]) await run('answer', id, '收到')
  })

  test('--json gives the same to programs', async () => {
    const id = await deliver('给程序看的')
    const items = JSON.parse((await run('list', '--json')).out) as { id: string; text: string }[]
    expect(items).toMatchObject([{ id, text: '给程序看的', answers: [] }])
    expect(JSON.parse((await run('show', id, '--json')).out)).toMatchObject({ id })
  })

  test('a stranger’s text can’t steer the clerk’s terminal', async () => {
    const id = await deliver('前\u001b[2J\u0007后\r隐藏')
    for (const { out } of [await run('list'), await run('show', id)]) {
      expect(out.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u)
      expect(out).toContain('前�[2J�后�隐藏')
    }
  })

  test('what can’t be done is told in a sentence, with a code', async () => {
    expect(await run('show', 'ffffffff')).toMatchObject({
      code: 1,
      err: '没有这一条。请用 inbox list 查看编号。',
    })
    const id = await deliver('空答复')
    expect(await run('answer', id, '  ')).toMatchObject({ code: 1, err: '答复内容是空的。' })
    for (const args of [[], ['list', 'x'], ['answer', id], ['list', '--wrong']]) {
      const { code, err } = await run(...args)
      expect(code).toBe(64)
      expect(err).toContain('用法')
    }
  })
})
