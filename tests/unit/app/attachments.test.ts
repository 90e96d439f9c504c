// @vitest-environment runes
// What is attached to a question being written, over a desk in memory and a microphone moved by hand.
import { describe, expect, test } from 'vitest'
import { faultWords } from '../../../src/app/attach-fault.ts'
import { judgeFile } from '../../../src/app/attachable.ts'
import { Attachments } from '../../../src/app/attachments.svelte.ts'
import { sayImported } from '../../../src/app/carry-words.ts'
import {
  formatLength,
  formatMegabytes,
  itemTitle,
  mediaLine,
  mediumNext,
  mediumState,
  mediumWords,
  openBytes,
  standInText,
} from '../../../src/app/media-words.ts'
import { openAttachments } from '../../../src/app/open-attachments.ts'
import { OutboxState } from '../../../src/app/outbox.svelte.ts'
import { PublishedState } from '../../../src/app/published.svelte.ts'
import { QuestionForm } from '../../../src/app/question-form.svelte.ts'
import type { DraftAbout } from '../../../src/app/routes.ts'
import { utf8ToBytes } from '../../../src/base/bytes.ts'
import { type Result, err, ok } from '../../../src/base/result.ts'
import type { Item, ItemMedium } from '../../../src/domain/event/item.ts'
import { MAX_EVENT_MEDIA_BYTES, MAX_MEDIUM_BYTES } from '../../../src/protocol/limits.ts'
import type { KeptMedium, SaveError } from '../../../src/store/outbox/outbox.ts'
import { createHandCapture, createMemoryDesk, SEAL_BYTES } from '../../support/memory-desk.ts'
import { createMemoryOutbox, makeItem } from '../../support/memory-outbox.ts'
import { createMemoryPublished } from '../../support/memory-published.ts'
import { SITE, makeCatalogue } from '../../support/models.ts'
import { makeWords } from '../../support/words.ts'

const settle = async () => {
  for (let i = 0; i < 50; i++) await Promise.resolve()
}

const setup = () => {
  const desk = createMemoryDesk()
  const capture = createHandCapture()
  let holds = 0
  const hold = () => {
    holds += 1
    return () => (holds -= 1)
  }
  const draft = { id: ok('a draft') as Result<string, SaveError> }
  const deps = { desk, capture, hold, draft: async () => draft.id }
  const attachments = new Attachments(deps)
  return { desk, capture, attachments, draft, holds: () => holds }
}

const photo = (content = 'x'.repeat(1000)) => new File([content], 'a.jpg', { type: 'image/jpeg' })
const stepsOf = ({ pieces }: Attachments) => pieces.map(({ kind, step }) => [kind, step])

describe('files', () => {
  test('a photo is kept as it was drawn anew, never as it was picked', async () => {
    const { attachments, desk, capture } = setup()
    await attachments.addFiles([photo()])
    expect(attachments.kept).toMatchObject([
      {
        type: 'image/jpeg',
        bytes: 500 + SEAL_BYTES,
        label: { kind: 'photo', durationMs: null },
      },
    ])
    expect([...desk.lying.values()].map(({ length }) => length)).toEqual([500])
    expect(attachments.pieces[0]).toMatchObject({ step: 'kept', doneBytes: 500, totalBytes: 500 })
    expect([...capture.shown]).toEqual([attachments.pieces[0]!.address])
  })

  test('a picture that can not be decoded is told and keeps nothing', async () => {
    const { attachments, desk, capture, holds } = setup()
    await attachments.addFiles([photo('unreadable')])
    expect(attachments.pieces).toMatchObject([
      { step: 'failed', fault: { kind: 'photo-unreadable' } },
    ])
    expect([desk.lying.size, capture.shown.size, holds()]).toEqual([0, 0, 0])
  })

  test('a video goes as it is, with its length; an unlisted type is told before anything is read', async () => {
    const { attachments, desk } = setup()
    const clip = new File(['v'.repeat(50)], 'a.mp4', { type: 'video/mp4' })
    const old = new File(['q'], 'a.mov', { type: 'video/quicktime' })
    await attachments.addFiles([clip, old])
    expect(stepsOf(attachments)).toEqual([
      ['video', 'kept'],
      ['video', 'failed'],
    ])
    expect(attachments.kept).toMatchObject([{ type: 'video/mp4', label: { durationMs: 7_000 } }])
    expect(desk.told).toHaveLength(1)
  })

  test('six are taken one after the other, each told of those before it; a seventh is not', async () => {
    const { attachments, desk } = setup()
    await attachments.addFiles(Array.from({ length: 8 }, () => photo()))
    expect(desk.told.map((held) => held.length)).toEqual([0, 1, 2, 3, 4, 5])
    expect(attachments.pieces.slice(6)).toMatchObject([{ fault: { kind: 'media-too-many' } }])
    expect(attachments.left).toEqual({
      count: 0,
      bytes: MAX_EVENT_MEDIA_BYTES - 6 * (500 + SEAL_BYTES),
    })
  })

  test('what the desk refuses is shown with its reason, and its picture is let go', async () => {
    const { attachments, desk, capture } = setup()
    desk.refuse = { kind: 'storage-full' }
    await attachments.addFiles([photo()])
    expect(attachments.pieces).toMatchObject([{ step: 'failed', fault: { kind: 'storage-full' } }])
    expect(capture.shown.size).toBe(0)
  })

  test('removed is removed: from the list, from the desk, from memory; also while it is being kept', async () => {
    const { attachments, desk, capture, holds } = setup()
    const adding = attachments.addFiles([photo(), photo()])
    expect(holds()).toBe(1)
    await attachments.remove(attachments.pieces[1]!.id)
    await adding
    await attachments.remove(attachments.pieces[0]!.id)
    expect(attachments.pieces).toEqual([])
    expect([desk.lying.size, capture.shown.size, holds()]).toEqual([0, 0, 0])
  })

  test('size is told before reading, counted with what sealing adds', () => {
    const type = 'video/mp4'
    expect(judgeFile({ type, size: MAX_MEDIUM_BYTES - 30_000 }, MAX_EVENT_MEDIA_BYTES).ok).toBe(
      true,
    )
    expect(judgeFile({ type, size: MAX_MEDIUM_BYTES }, MAX_EVENT_MEDIA_BYTES)).toMatchObject({
      error: { kind: 'file-too-large' },
    })
    expect(judgeFile({ type, size: 2_000_000 }, 1_000_000)).toMatchObject({
      error: { kind: 'file-too-large', bytes: 2_000_000, limit: expect.any(Number) },
    })
  })

  test.each([
    ['image/heic', { kind: 'photo' }],
    ['audio/x-m4a', { kind: 'voice', type: 'audio/mp4' }],
    ['video/webm; codecs=vp8', { kind: 'video', type: 'video/webm' }],
    ['', null],
    ['application/pdf', null],
    ['audio/mpeg', null],
  ])('%s', (type, expected) => {
    const judged = judgeFile({ type, size: 10 }, MAX_EVENT_MEDIA_BYTES)
    expect(judged.ok ? judged.value : null).toEqual(expected)
  })
})

describe('recordings', () => {
  test('are handed to the desk while they are recorded, and kept with their length', async () => {
    const { attachments, capture, desk, holds } = setup()
    const recorded = attachments.record('voice')
    expect([attachments.recording?.asking, holds()]).toEqual([true, 1])
    await settle()
    expect(attachments.recording?.asking).toBe(false)
    expect(desk.told).toHaveLength(1)
    capture.recording().say(utf8ToBytes('one '))
    capture.recording().tick(2_000)
    expect(attachments.recording?.elapsedMs).toBe(2_000)
    capture.recording().say(utf8ToBytes('two'))
    attachments.recording?.stop()
    await recorded
    expect(attachments.recording).toBeNull()
    expect(attachments.kept).toMatchObject([
      { type: 'audio/webm', bytes: 7 + SEAL_BYTES, label: { kind: 'voice', durationMs: 2_000 } },
    ])
    expect([...desk.lying.values()]).toEqual([utf8ToBytes('one two')])
  })

  test.each(['limit', 'hidden', 'device-lost'] as const)(
    'ended from outside (%s) are kept, and it is said',
    async (cause) => {
      const { attachments, capture } = setup()
      const recorded = attachments.record('video')
      await settle()
      capture.recording().say(utf8ToBytes('seen'))
      capture.recording().end(cause)
      await recorded
      expect(attachments.pieces).toMatchObject([{ step: 'kept', ended: cause }])
    },
  )

  test('given up leave nothing and say nothing, even while the browser still asks', async () => {
    const { attachments, capture, desk, holds } = setup()
    const first = attachments.record('voice')
    await settle()
    capture.recording().say(utf8ToBytes('never mind'))
    attachments.recording?.cancel()
    await first
    let answer: () => void = () => undefined
    capture.answered = new Promise((done) => (answer = done))
    const second = attachments.record('voice')
    attachments.recording?.cancel()
    await second
    answer()
    await settle()
    expect((await capture.recording().ended).cause).toBe('cancelled')
    expect([attachments.pieces, attachments.recording]).toEqual([[], null])
    expect([desk.lying.size, holds()]).toEqual([0, 0])
  })

  test('what the desk can not take ends the recording at once, with the reason', async () => {
    const { attachments, capture, desk } = setup()
    desk.refuse = { kind: 'no-office-key' }
    await attachments.record('voice')
    expect((await capture.recording().ended).cause).toBe('cancelled')
    expect(attachments.pieces).toMatchObject([{ step: 'failed', fault: { kind: 'no-office-key' } }])
  })

  test('a refused microphone and an empty recording are said, and gone at the next try', async () => {
    const { attachments, capture, desk } = setup()
    capture.fault = { kind: 'microphone-refused' }
    await attachments.record('voice')
    expect(attachments.pieces).toMatchObject([{ fault: { kind: 'microphone-refused' } }])
    capture.fault = null
    const again = attachments.record('voice')
    await settle()
    attachments.recording?.stop()
    await again
    expect(attachments.pieces).toMatchObject([{ fault: { kind: 'recording-empty' } }])
    expect(desk.lying.size).toBe(0)
  })
})

describe('the form', () => {
  const SOUND: KeptMedium = {
    ...{ sha256: 'b'.repeat(64), bytes: 900, type: 'audio/webm' },
    label: { kind: 'voice', durationMs: 2_000 },
  }
  const openForm = async (about: DraftAbout = { place: SITE }, drafted: readonly Item[] = []) => {
    const { desk, capture } = setup()
    const box = { ...createMemoryOutbox(), media: desk }
    box.show(drafted)
    const outbox = new OutboxState(Promise.resolve(box))
    const published = new PublishedState(
      Promise.resolve(createMemoryPublished({ catalogue: makeCatalogue() })),
    )
    const form = new QuestionForm(outbox, published, about)
    const update = { hold: () => () => undefined }
    const parts = { outbox, update, openCapture: async () => capture }
    const attachments = (await openAttachments(parts, form))!
    return { form, box, desk, capture, attachments }
  }
  const makeDraft = (text: string, attachments: readonly KeptMedium[]): Item => {
    const item = makeItem({ state: 'draft' })
    return { ...item, copy: { ...item.copy!, text, attachments } }
  }

  test('saving ends a recording, keeps it, and writes a text where none was written', async () => {
    const { t } = await makeWords()
    const { form, box, capture, attachments } = await openForm()
    void attachments.record('voice')
    await settle()
    capture.recording().say(utf8ToBytes('speech'))
    await form.save(() =>
      standInText(
        attachments.kept.map(({ label }) => label),
        t,
      ),
    )
    expect(form.failed).toBeNull()
    expect(box.asked).toMatchObject([
      { text: '（见附件：录音 1 段）', attachments: [{ type: 'audio/webm' }] },
    ])
    expect([attachments.pieces, capture.shown.size]).toEqual([[], 0])
  })

  test('what is attached belongs to a draft from the first moment, also without a word', async () => {
    const { form, box, desk, attachments } = await openForm()
    await attachments.addFiles([photo(), photo()])
    expect((await box.items()).map(({ state, copy }) => [state, copy?.text])).toEqual([
      ['draft', ''],
    ])
    expect(new Set(desk.drafts)).toEqual(new Set([form.draft]))
    form.text = '看照片'
    await form.save()
    expect(box.asked).toMatchObject([{ draft: form.draft, attachments: [{}, {}] }])
  })

  test('where no draft can be kept nothing is attached, and why is said', async () => {
    const { attachments, desk, draft } = setup()
    draft.id = err({ kind: 'storage-full' })
    await attachments.addFiles([photo()])
    expect(attachments.pieces).toMatchObject([{ step: 'failed', fault: { kind: 'storage-full' } }])
    expect(desk.told).toEqual([])
  })

  test('a draft gives back what it has, seen and heard where it lies readable, and is saved with it', async () => {
    const photoOf: KeptMedium = {
      ...{ sha256: 'a'.repeat(64), bytes: 5_000_000, type: 'image/jpeg' },
      label: { kind: 'photo', durationMs: null },
    }
    const draft = makeDraft('看看', [photoOf, SOUND])
    const opened = await openForm({ draft: draft.id }, [draft])
    const { form, box, desk, capture, attachments } = opened
    desk.put(SOUND.sha256, utf8ToBytes('speech'))
    await settle()
    expect(attachments.pieces).toMatchObject([
      { kind: 'photo', step: 'kept', address: null, durationMs: null },
      { kind: 'voice', step: 'kept', address: expect.any(String), durationMs: 2_000 },
    ])
    expect(capture.shown.size).toBe(1)
    await attachments.remove(attachments.pieces[0]!.id)
    await form.save()
    expect(box.asked).toMatchObject([{ draft: draft.id, text: '看看', attachments: [SOUND] }])
    expect(capture.shown.size).toBe(0)
  })

  test('where the code for attachments can not be loaded a draft is saved with what it has', async () => {
    const draft = makeDraft('听录音', [SOUND])
    const box = createMemoryOutbox()
    box.show([draft])
    const form = new QuestionForm(
      new OutboxState(Promise.resolve(box)),
      new PublishedState(Promise.resolve(createMemoryPublished({ catalogue: makeCatalogue() }))),
      { draft: draft.id },
    )
    await form.resumed
    await form.save()
    expect(box.asked).toMatchObject([{ attachments: [SOUND] }])
  })

  test('whoever leaves keeps what he was just recording; a draft without anything in it goes', async () => {
    const first = await openForm()
    void first.attachments.record('voice')
    await settle()
    first.capture.recording().say(utf8ToBytes('half a sentence'))
    first.form.guard(() => undefined)()
    await settle()
    expect([first.desk.lying.size, first.capture.shown.size]).toEqual([1, 0])
    expect(await first.box.items()).toHaveLength(1)
    const second = await openForm()
    await second.attachments.addFiles([photo()])
    await second.attachments.remove(second.attachments.pieces[0]!.id)
    second.form.guard(() => undefined)()
    await settle()
    expect(await second.box.items()).toEqual([])
  })

  test('what its writer throws away stays away, whatever was still under way', async () => {
    const { form, box, desk, attachments } = await openForm()
    form.text = '算了'
    await form.keep()
    const adding = attachments.addFiles([photo(), photo()])
    await form.drop()
    await adding
    form.text = '算了，不问了'
    form.guard(() => undefined)()
    await settle()
    expect([await box.items(), desk.lying.size]).toEqual([[], 0])
  })

  test('nothing is saved while something that was meant to go with it was not taken', async () => {
    const { form, box, desk, attachments } = await openForm()
    form.text = '看照片'
    desk.refuse = { kind: 'storage-full' }
    void attachments.addFiles([photo()])
    await form.save()
    expect([box.asked, form.saved]).toEqual([[], null])
    await form.save()
    expect(box.asked).toMatchObject([{ text: '看照片' }])
    expect(box.asked[0]).not.toHaveProperty('attachments')
  })

  test('without a store for media there are none', async () => {
    const outbox = new OutboxState(Promise.resolve(createMemoryOutbox()))
    const never = () => Promise.reject(new Error('asked for in vain'))
    const form = new QuestionForm(outbox, {} as PublishedState, {})
    const parts = { outbox, openCapture: never, update: { hold: () => () => undefined } }
    expect(await openAttachments(parts, form)).toBeNull()
  })
})

describe('words', () => {
  test('sizes and lengths are as people read them', () => {
    expect([1, 400_000, 3_449_000, 12_300_000].map(formatMegabytes)).toEqual([
      '0.1 MB',
      '0.4 MB',
      '3.4 MB',
      '12 MB',
    ])
    expect([0, 1_999, 65_000, 300_000].map(formatLength)).toEqual(['0:00', '0:01', '1:05', '5:00'])
  })

  const makeMedium = (change: Partial<ItemMedium> = {}): ItemMedium => ({
    ...{ sha256: '0'.repeat(64), bytes: 3_400_000, type: 'video/mp4', sentBytes: 0 },
    ...{ state: 'waiting', because: null, label: { kind: 'video', durationMs: 12_000 } },
    ...change,
  })

  test.each([
    [makeMedium(), '等文字先到', ''],
    [makeMedium({ state: 'held-for-wifi' }), '等 Wi-Fi', '连上 Wi-Fi 自己会传。'],
    [makeMedium({ state: 'sending', sentBytes: 1_230_000 }), '正在传 1.2/3.4 MB', ''],
    [makeMedium({ state: 'received', sentBytes: 3_400_000 }), '已收到', ''],
    [makeMedium({ state: 'quarantined', because: 'too-large' }), '没有被接收', /^\S+ 要紧的话/],
    [
      makeMedium({ state: 'quarantined', because: 'code-of-a-newer-server' }),
      '没有被接收',
      /^要紧的话/,
    ],
  ])('of $state', async (medium, state, next) => {
    const { t } = await makeWords()
    expect(mediumWords(medium, t)).toBe('录像 0:12 · 3.4 MB')
    expect(mediumState(medium, makeItem(), t)).toBe(state)
    expect(mediumNext(medium, t)).toMatch(next === '' ? /^$/ : next)
  })

  test('once the text is there, an attachment waits for its turn and says why', async () => {
    const { t } = await makeWords()
    const item = makeItem({ receipt: { number: 1, receivedMs: 0 } })
    const medium = makeMedium({ because: 'no-network' })
    expect(mediumState(medium, item, t)).toBe('等着传')
    expect(mediumNext(medium, t)).toMatch(/网络/)
  })

  test('the list of questions counts what has not arrived, and is silent otherwise', async () => {
    const { t } = await makeWords()
    const done = makeMedium({ state: 'received' })
    expect(mediaLine(makeItem({ media: [done, makeMedium()] }), t)).toBe(
      '附件还有 1 个没有送到（共 2 个）',
    )
    expect(mediaLine(makeItem({ media: [done] }), t)).toBe('')
    expect(mediaLine(makeItem(), t)).toBe('')
  })

  test('a thing is named by its first words, else by what is attached', async () => {
    const { t } = await makeWords()
    const item = makeItem({ state: 'draft' })
    const named = (text: string, attachments: readonly ItemMedium[] = []) =>
      itemTitle({ copy: { ...item.copy!, text, attachments } }, t)
    expect(named('问'.repeat(50))).toBe('问'.repeat(40))
    expect(named('', [makeMedium()])).toBe('（见附件：录像 1 段）')
    expect(named('')).toBe('（还没有写字）')
    expect(itemTitle({ copy: null }, t)).toBe('（这台手机上没有内容）')
    const drafted = { ...item, copy: { ...item.copy!, attachments: [makeMedium()] } }
    expect(mediaLine(drafted, t)).toBe('附件：录像 1 段')
  })

  test('what waits is counted in bytes, and each number of a file taken in has its own line', async () => {
    const { t } = await makeWords()
    const states = ['waiting', 'held-for-wifi', 'sending', 'received', 'quarantined'] as const
    const media = states.map((state) => makeMedium({ state, bytes: 10 }))
    expect(openBytes([makeItem({ media }), makeItem({ media })])).toBe(60)
    const none = { added: 0, known: 0, differing: 0, damaged: 0 }
    const noMedia = { added: 0, known: 0, left: 0, noRoom: 0 }
    const [only] = sayImported({ ...none, added: 2, media: noMedia })
    expect(only!(t)).toBe('取进来 2 件，有网络时自己会发。')
    const told = sayImported({
      ...{ added: 1, known: 2, differing: 3, damaged: 4 },
      media: { added: 5, known: 6, left: 8, noRoom: 9 },
    })
    expect(told.map((line) => /\d+/.exec(line(t))?.[0])).toEqual([
      '1',
      '2',
      '7',
      '5',
      '6',
      '8',
      '9',
    ])
    expect(mediumWords(makeMedium({ label: { kind: 'carried', durationMs: null } }), t)).toBe(
      '附件 · 3.4 MB',
    )
  })

  test('every fault has its own sentence', async () => {
    const { t } = await makeWords()
    const kinds = [
      ...(['photo-unreadable', 'file-unlisted', 'media-too-many', 'recorder-missing'] as const),
      ...(['microphone-refused', 'camera-refused', 'no-microphone', 'no-camera'] as const),
      ...(['device-busy', 'recording-empty', 'given-up'] as const),
      ...(['storage-full', 'medium-too-large', 'sealing-unavailable'] as const),
    ]
    const sentences = kinds.map((kind) => faultWords({ kind }, t))
    expect(new Set(sentences).size).toBe(kinds.length)
    for (const sentence of sentences) expect(sentence).toMatch(/。$/)
    const large = faultWords({ kind: 'file-too-large', bytes: 90_000_000, limit: 67_000_000 }, t)
    expect(large).toContain('90 MB')
    expect(large).toContain('67 MB')
  })
})
