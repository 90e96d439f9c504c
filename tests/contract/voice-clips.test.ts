// Clips of a reader's voice on IndexedDB: kept byte for byte, read in the order of a line, taken in from a file without a loss.
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { afterEach, describe, expect, test } from 'vitest'
import { encodeClipFile, parseClipFile } from '../../src/app/voice/clip-file.ts'
import { createSeededRandom } from '../../src/base/random.ts'
import { sha256 } from '../../src/server/crypto/node-ports.ts'
import {
  type VoiceClip,
  type VoiceClips,
  createVoiceClips,
} from '../../src/store/voice/voice-clips.ts'
import { type FullWay, emptyDisk, fillDisk } from '../support/full-disk.ts'

const random = createSeededRandom(11)
const makeClip = (key: string, change: Partial<VoiceClip> = {}): VoiceClip => ({
  ...{ key, type: 'audio/webm', bytes: random.bytes(3_000).buffer },
  ...{ durationMs: 900, recordedMs: 1_000 },
  ...change,
})
const ONE = makeClip('voice.number.1')
const TWO = makeClip('voice.number.2', { type: 'audio/mp4' })

let opened: VoiceClips[] = []
const openOn = (indexedDB: IDBFactory): VoiceClips => {
  const clips = createVoiceClips('test-voice', { indexedDB, IDBKeyRange })
  opened.push(clips)
  return clips
}
const open = (): VoiceClips => openOn(new IDBFactory())
afterEach(() => {
  emptyDisk()
  for (const clips of opened) clips.close()
  opened = []
})

const allOf = async (clips: VoiceClips): Promise<readonly VoiceClip[]> => {
  const all = await clips.all()
  if (!all.ok) throw new Error(all.error.kind)
  return all.value
}

describe('clips', () => {
  test('that were kept are there after a restart, byte for byte', async () => {
    const disk = new IDBFactory()
    const first = openOn(disk)
    expect(await first.keep(ONE)).toEqual({ ok: true, value: undefined })
    expect(await first.keep(TWO)).toEqual({ ok: true, value: undefined })
    first.close()
    const second = openOn(disk)
    expect(await allOf(second)).toEqual([ONE, TWO])
    expect(await second.names()).toEqual({
      ok: true,
      value: [
        { key: 'voice.number.1', type: 'audio/webm' },
        { key: 'voice.number.2', type: 'audio/mp4' },
      ],
    })
  })

  test('are read in the order in which they are said, as often as they are', async () => {
    const clips = open()
    await clips.keep(ONE)
    await clips.keep(TWO)
    const line = [TWO.key, ONE.key, TWO.key]
    expect(await clips.read(line)).toEqual({ ok: true, value: [TWO, ONE, TWO] })
    expect(await clips.read([...line, 'voice.year'])).toEqual({ ok: true, value: null })
  })

  test('recorded again take the place of the earlier ones, removed are gone', async () => {
    const clips = open()
    await clips.keep(ONE)
    const again = makeClip(ONE.key, { recordedMs: 5_000 })
    await clips.keep(again)
    expect(await allOf(clips)).toEqual([again])
    await clips.remove(ONE.key)
    expect(await allOf(clips)).toEqual([])
  })

  test.each<FullWay>(['request', 'commit'])(
    'that find no room, told by the %s, are refused as such, and nothing is changed',
    async (way) => {
      const clips = open()
      await clips.keep(ONE)
      fillDisk(way, ({ nth }) => nth > 1)
      const three = makeClip('voice.number.3')
      expect(await clips.takeIn([TWO, three])).toEqual({ ok: false, error: { kind: 'full' } })
      expect(await clips.keep(TWO)).toEqual({ ok: false, error: { kind: 'full' } })
      emptyDisk()
      expect(await allOf(clips)).toEqual([ONE])
    },
  )
})

describe('a file', () => {
  const carry = (clips: readonly VoiceClip[], damage?: (file: Uint8Array) => void) => {
    const file = encodeClipFile(clips, sha256)
    damage?.(file)
    const read = parseClipFile(file, sha256)
    if (!read.ok) throw new Error(read.error.kind)
    return read.value
  }

  test('brings everything to another phone, and again brings nothing', async () => {
    const clips = open()
    const { clips: carried } = carry([ONE, TWO])
    const none = { added: 0, replaced: 0, known: 0, older: 0 }
    expect(await clips.takeIn(carried)).toEqual({ ok: true, value: { ...none, added: 2 } })
    expect(await allOf(clips)).toEqual([ONE, TWO])
    expect(await clips.takeIn(carried)).toEqual({ ok: true, value: { ...none, known: 2 } })
    expect(await allOf(clips)).toEqual([ONE, TWO])
  })

  test('that was damaged never takes the place of what is here', async () => {
    const clips = open()
    await clips.keep(ONE)
    const later = makeClip(ONE.key, { recordedMs: 9_000 })
    const { clips: carried, damaged } = carry([later, TWO], (file) => {
      const at = file.length - TWO.bytes.byteLength - 1 // the last byte of the later one
      file[at] = file[at]! ^ 255
    })
    expect(damaged).toBe(1)
    await clips.takeIn(carried)
    expect(await allOf(clips)).toEqual([ONE, TWO])
  })

  test('the later recording wins, whichever phone it comes from', async () => {
    const clips = open()
    const later = makeClip(ONE.key, { recordedMs: 9_000 })
    await clips.takeIn([ONE])
    const none = { added: 0, replaced: 0, known: 0, older: 0 }
    expect(await clips.takeIn([later])).toEqual({ ok: true, value: { ...none, replaced: 1 } })
    expect(await clips.takeIn([ONE])).toEqual({ ok: true, value: { ...none, older: 1 } })
    expect(await allOf(clips)).toEqual([later])
  })
})
