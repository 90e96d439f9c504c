// @vitest-environment runes
// A reader at work, over the real store, a microphone moved by hand and a player that tells what it was given.
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { afterEach, describe, expect, test } from 'vitest'
import { RecorderSession } from '../../../../src/app/voice/recorder-session.svelte.ts'
import { createVoiceDoor } from '../../../../src/app/voice/voice-door.ts'
import { sayTakenIn, sayVoiceFault } from '../../../../src/app/voice/voice-words.ts'
import { Voice } from '../../../../src/app/voice/voice.svelte.ts'
import { bytesToUtf8, utf8ToBytes } from '../../../../src/base/bytes.ts'
import type { ClipPlayer, PlayEnd } from '../../../../src/platform/play-clips.ts'
import { sha256 } from '../../../../src/server/crypto/node-ports.ts'
import { type VoiceClips, createVoiceClips } from '../../../../src/store/voice/voice-clips.ts'
import { emptyDisk, fillDisk } from '../../../support/full-disk.ts'
import { createHandCapture } from '../../../support/memory-desk.ts'
import { makeWords } from '../../../support/words.ts'

const { t } = await makeWords()
const opened: VoiceClips[] = []
afterEach(() => {
  emptyDisk()
  for (const clips of opened.splice(0)) clips.close()
})

/** Plays until it is told to end. */
const createHandPlayer = () => {
  const said: string[][] = []
  let end: (how: PlayEnd) => void = () => undefined
  const player: ClipPlayer = {
    can: (type) => type !== 'audio/ogg',
    wake: () => end('stopped'),
    play: (clips) => {
      said.push(clips.map(({ bytes }) => bytesToUtf8(new Uint8Array(bytes))))
      return new Promise((done) => (end = done))
    },
    stop: () => end('stopped'),
  }
  return { player, said, end: (how: PlayEnd) => end(how) }
}

const setup = async () => {
  const clips = createVoiceClips('test-voice', { indexedDB: new IDBFactory(), IDBKeyRange })
  opened.push(clips)
  const { player, said, end } = createHandPlayer()
  const remembered: boolean[] = []
  let asked = 0
  const voice = new Voice({
    ...{ clips, player, sha256, clock: { now: () => 7_000 } },
    remember: (any) => remembered.push(any),
    askToKeep: () => (asked += 1),
  })
  await voice.look()
  const capture = createHandCapture()
  const begin = () =>
    new RecorderSession({
      ...{ voice, recorder: capture.recorder, chinese: t },
      groups: [
        { name: 'number', keys: ['voice.number.1', 'voice.number.2'] },
        { name: 'line', keys: ['voice.year'] },
      ],
    })
  return { clips, voice, capture, begin, said, end, remembered, asked: () => asked }
}
type Setup = Awaited<ReturnType<typeof setup>>

const settle = () => new Promise((done) => setTimeout(done, 20))

const speak = async (
  { capture }: Setup,
  session: RecorderSession,
  text: string,
  end: { cause?: 'stopped' | 'limit' | 'hidden' | 'device-lost'; durationMs?: number } = {},
): Promise<void> => {
  const recording = session.start()
  await settle()
  const { say, tick, end: finish } = capture.recording()
  say(utf8ToBytes(text))
  tick(end.durationMs ?? 900)
  finish(end.cause ?? 'stopped')
  await recording
}

describe('a reader', () => {
  test('speaks a word, hears it, goes on; who comes again begins where one is missing', async () => {
    const all = await setup()
    const session = all.begin()
    expect([session.key, session.place, session.done, session.begun]).toEqual([
      ...['voice.number.1', 1, 0, false],
    ])
    await speak(all, session, 'nigen')
    expect([session.told, session.done, all.remembered.at(-1), all.asked()]).toEqual([
      ...['saved', 1, true, 1],
    ])
    session.hear()
    await settle()
    expect([all.voice.speaking, all.said]).toEqual(['voice.number.1', [['nigen']]])
    all.end('ended')
    await settle()
    expect(all.voice.speaking).toBeNull()
    session.next()
    expect([session.key, session.told]).toEqual(['voice.number.2', null])
    const later = all.begin()
    expect([later.key, later.begun]).toEqual(['voice.number.2', true])
    later.choose('line')
    expect([later.key, later.isLast, later.group.name]).toEqual(['voice.year', true, 'line'])
  })

  test('who records again has the newer one', async () => {
    const all = await setup()
    const session = all.begin()
    await speak(all, session, 'nigen')
    await speak(all, session, 'nigen!', { cause: 'limit' })
    session.hear()
    await settle()
    expect(all.said).toEqual([['nigen!']])
    session.hear()
    await settle()
    expect(all.voice.speaking).toBeNull()
  })

  test.each([
    ['hidden', 'broken-off', {}],
    ['device-lost', 'broken-off', {}],
    ['stopped', 'too-short', { durationMs: 90 }],
  ] as const)('what ended as %s never takes the place of a whole one', async (cause, told, end) => {
    const all = await setup()
    const session = all.begin()
    await speak(all, session, 'nigen')
    await speak(all, session, 'ni', { cause, ...end })
    expect(session.told).toBe(told)
    const clips = await all.clips.read(['voice.number.1'])
    expect(clips.ok && clips.value?.map(({ bytes }) => bytes.byteLength)).toEqual([5])
  })

  test('on a full phone is told so, and "saved" is not said', async () => {
    const all = await setup()
    const session = all.begin()
    fillDisk('commit', () => true)
    await speak(all, session, 'nigen')
    expect([session.told, session.done, all.asked()]).toEqual(['full', 0, 0])
    expect(t('voice.fault.full')).toContain('删掉')
  })

  test('without a microphone is told why, and may press again', async () => {
    const all = await setup()
    const session = all.begin()
    all.capture.fault = { kind: 'microphone-refused' }
    await session.start()
    expect([session.told, session.now]).toEqual(['microphone-refused', null])
    all.capture.fault = null
    await speak(all, session, 'nigen')
    expect(session.told).toBe('saved')
  })

  test('who goes away in the middle of a word keeps nothing of it', async () => {
    const all = await setup()
    const session = all.begin()
    const recording = session.start()
    await settle()
    session.next()
    expect(session.key).toBe('voice.number.1')
    session.leave()
    await recording
    expect([session.told, session.done]).toEqual([null, 0])
  })
})

describe('the clips', () => {
  test('of a kind that this phone can not play are not offered, and still leave with the file', async () => {
    const all = await setup()
    const foreign = { key: 'voice.year', type: 'audio/ogg', durationMs: 900, recordedMs: 1 }
    await all.clips.keep({ ...foreign, bytes: new Uint8Array([1]).buffer })
    await all.voice.look()
    expect([all.voice.has(['voice.year']), all.voice.count]).toEqual([false, 1])
    const file = await all.voice.exportAll()
    const other = await setup()
    const taken = await other.voice.takeIn(file.ok ? file.value : new Blob())
    expect(taken).toMatchObject({ ok: true, value: { added: 1, damaged: 0 } })
    expect(taken.ok && sayTakenIn(taken.value).map((say) => say(t))).toEqual([
      '新收下 1 个，换成更新的 0 个，原来就有 0 个。',
    ])
  })

  test('one line falls silent when another begins', async () => {
    const all = await setup()
    const session = all.begin()
    await speak(all, session, 'nigen')
    const first = all.voice.say('a', ['voice.number.1'])
    await settle()
    void all.voice.say('b', ['voice.number.1', 'voice.number.1'])
    await settle()
    all.end('failed')
    await Promise.all([first, settle()])
    expect([all.said.length, all.voice.speaking, all.voice.failed]).toEqual([2, null, 'b'])
  })

  test('a file that is none is refused in words', async () => {
    const { voice } = await setup()
    const taken = await voice.takeIn(new Blob(['hello']))
    expect(taken.ok || sayVoiceFault(taken.error)(t)).toContain('不是这里导出的')
    expect(sayVoiceFault({ kind: 'full' })(t)).toContain('已满')
  })
})

describe('the door', () => {
  test('tells without opening whether there are clips, and opens once', async () => {
    const kept = new Map<string, string>()
    const preferences = {
      read: (name: string) => kept.get(name) ?? null,
      write: (name: string, value: string) => void kept.set(name, value),
    }
    const { voice } = await setup()
    let loads = 0
    const door = createVoiceDoor(preferences, async (remember) => {
      loads += 1
      if (loads === 1) throw new Error('no network')
      remember(true)
      return voice
    })
    expect(door.likely()).toBe(false)
    await expect(door.open()).rejects.toThrow('no network')
    expect(await door.open()).toBe(voice)
    expect(await door.open()).toBe(voice)
    expect([loads, door.likely()]).toEqual([2, true])
  })
})
