// @vitest-environment runes
// State classes over doubles of the two planes: what the screens rely on.
import { flushSync } from 'svelte'
import { describe, expect, test } from 'vitest'
import { Display, type Page } from '../../../src/app/display.svelte.ts'
import { createEnrol } from '../../../src/app/enrol.ts'
import { Enrolment } from '../../../src/app/enrolment.svelte.ts'
import { Live } from '../../../src/app/live.svelte.ts'
import { OutboxState } from '../../../src/app/outbox.svelte.ts'
import { PlaceArrival } from '../../../src/app/place-arrival.svelte.ts'
import { PlaceSearch } from '../../../src/app/place-search.svelte.ts'
import { PublishedState } from '../../../src/app/published.svelte.ts'
import { QuestionForm } from '../../../src/app/question-form.svelte.ts'
import { Router, type RouterHost } from '../../../src/app/router.svelte.ts'
import { Search } from '../../../src/app/search.svelte.ts'
import { Update } from '../../../src/app/update.svelte.ts'
import { err, ok } from '../../../src/base/result.ts'
import { utf8ToBytes } from '../../../src/base/bytes.ts'
import { shorten } from '../../../src/pack/catalogue.ts'
import { createMemoryOutbox, makeItem } from '../../support/memory-outbox.ts'
import { createMemoryPublished } from '../../support/memory-published.ts'
import { SITE, makeCatalogue, makeLedger } from '../../support/models.ts'
import { watch } from '../../support/watch.svelte.ts'
import { Words } from '../../../src/app/words.svelte.ts'
import { makeWords } from '../../support/words.ts'

const settle = async () => {
  for (let i = 0; i < 10; i++) await Promise.resolve()
  flushSync()
}

const setup = () => {
  const store = createMemoryPublished({ catalogue: makeCatalogue(), ledgers: [makeLedger()] })
  return { store, published: new PublishedState(Promise.resolve(store)) }
}

const hostAt = (href: string): RouterHost & { readonly at: () => string } => {
  const past = [href]
  return {
    at: () => past.at(-1)!,
    href: () => past.at(-1)!,
    push: (to) => past.push(new URL(to, past.at(-1)).href),
    replace: (to) => (past[past.length - 1] = new URL(to, past.at(-1)).href),
    back: () => past.pop(),
    listen: () => undefined,
  }
}

describe('Live', () => {
  test('reads while somebody looks, drops an answer that was overtaken, stops afterwards', async () => {
    const pending: ((value: string) => void)[] = []
    let changed: () => void = () => undefined
    let listening = 0
    const live = new Live(
      {
        subscribe: (listener) => {
          listening += 1
          changed = listener
          return () => (listening -= 1)
        },
      },
      () => new Promise<string>((resolve) => pending.push(resolve)),
    )
    expect(pending).toHaveLength(0)
    const seen = watch(() => live.current)
    expect(listening).toBe(1)
    changed()
    pending[1]!('new')
    pending[0]!('old')
    await settle()
    expect(seen.values).toEqual([undefined, 'new'])
    seen.stop()
    await settle()
    expect(listening).toBe(0)
  })
})

describe('PublishedState', () => {
  test('is there before the store has opened, and full after it', async () => {
    const { store, published } = setup()
    const seen = watch(() => [published.status?.mode, published.nameOf(SITE), published.today])
    expect(seen.values).toEqual([[undefined, SITE, '9999-12-31']])
    await settle()
    expect(seen.values.at(-1)).toEqual(['stored', '巴达尔胡镇巴达尔胡嘎查', store.status().today])
    seen.stop()
  })

  test('progress of a download does not hand out the same ledger anew', async () => {
    const { store, published } = setup()
    await store.follow(SITE)
    const seen = watch(() => published.ledger(SITE).current)
    await settle()
    const before = seen.values.length
    store.set({ syncing: true, bytesDone: 1 })
    store.set({ syncing: true, bytesDone: 2 })
    await settle()
    expect(seen.values.at(-1)).toMatchObject({ ok: true })
    expect(seen.values).toHaveLength(before)
    seen.stop()
  })

  test('a rule of the region holds here, one of another banner does not', async () => {
    const { published } = setup()
    const seen = watch(() =>
      ['全国', '内蒙古自治区', '扎赉特旗', '兴安盟突泉县'].map(published.isElsewhere),
    )
    await settle()
    expect(seen.values.at(-1)).toEqual([false, false, false, true])
    seen.stop()
  })
})

test('a place is found by initials, with its parents', async () => {
  const { published } = setup()
  const search = new PlaceSearch(published)
  const seen = watch(() => search.hits)
  await settle()
  search.query = 'wdd'
  await settle()
  expect(seen.values.at(-1)!.map(({ place, parents }) => [place.name, parents[0]?.name])).toEqual([
    ['乌都岱嘎查', '巴达尔胡镇'],
  ])
  seen.stop()
})

test('what the short catalogue does not find is waited for, and asked for once it is typed', async () => {
  const catalogue = shorten(makeCatalogue())
  let asked = 0
  const store = { ...createMemoryPublished({ catalogue }), askCatalogue: () => (asked += 1) }
  const search = new PlaceSearch(new PublishedState(Promise.resolve(store)))
  const seen = watch(() => [search.hits.length, search.isWaiting] as const)
  store.set({ short: true })
  await settle()
  search.query = '乌都'
  await settle()
  expect([seen.values.at(-1), asked]).toEqual([[1, false], 0])
  search.query = 'wdd'
  await settle()
  expect([seen.values.at(-1), asked]).toEqual([[0, true], 1])
  store.set({ short: false })
  await settle()
  expect(seen.values.at(-1)).toEqual([0, false])
  seen.stop()
})

describe('Search', () => {
  test('the last letters typed decide, whatever order the answers come in', async () => {
    const { store } = setup()
    const waiting: (() => void)[] = []
    const slow = {
      ...store,
      search: (query: string) =>
        new Promise<Awaited<ReturnType<typeof store.search>>>((resolve) => {
          waiting.push(() => void store.search(query).then(resolve))
        }),
    }
    await store.follow(SITE)
    const search = new Search({ opened: async () => slow, subscribe: () => () => undefined })
    search.query = '王'
    search.query = '包'
    await settle()
    waiting[1]!()
    await settle()
    waiting[0]!()
    await settle()
    expect(search.hits.map(({ name }) => name)).toEqual(['包青山'])
    expect(search.answered).toBe('包')
  })

  test('a pack that arrives while the list stands is searched too', async () => {
    const { store, published } = setup()
    const search = new Search(published)
    await settle()
    search.query = '包'
    await settle()
    expect(search.hits).toEqual([])
    await store.follow(SITE)
    await settle()
    expect(search.hits).toHaveLength(1)
  })
})

describe('Router', () => {
  test('back leads to the first screen from the page that was opened first', () => {
    const host = hostAt('http://localhost/policies')
    const router = new Router(host)
    router.back()
    expect(router.path).toBe('/')
    router.go('/p/1?r=0a1b2c3d#k=x')
    expect([router.path, router.search, router.fragment, router.moves]).toEqual([
      '/p/1',
      '?r=0a1b2c3d',
      'k=x',
      2,
    ])
  })
})

describe('PlaceArrival', () => {
  const arriveAt = (href: string) => {
    const { store, published } = setup()
    return { store, arrival: new PlaceArrival(published, new Router(hostAt(href)), SITE) }
  }
  test('[PACK-25] a board of another office is refused and nothing is followed', async () => {
    const { store, arrival } = arriveAt(`http://localhost/p/${SITE}?r=00000000`)
    expect(await arrival.follow()).toBe(false)
    expect(arrival.refused).toEqual({ kind: 'other-root' })
    expect(store.follows()).toEqual([])
  })
  test('a new place waits for a word; one that is held takes the code at once', async () => {
    const { store, arrival } = arriveAt(`http://localhost/p/${SITE}?r=00000000`)
    await arrival.bring()
    expect(arrival.refused).toBeNull()
    await store.follow(SITE)
    await arrival.bring()
    expect(arrival.refused).toEqual({ kind: 'other-root' })
  })
})

describe('Update', () => {
  const setupShell = () => {
    let listener: { waiting: () => void; tookOver: () => void } = {
      waiting: () => undefined,
      tookOver: () => undefined,
    }
    const calls: string[] = []
    const update = new Update({
      listen: (given) => (listener = given),
      consent: () => calls.push('consent'),
      reload: () => calls.push('reload'),
    })
    return { update, calls, shell: () => listener }
  }
  test('is offered, and nothing reloads before somebody agrees', () => {
    const { update, calls, shell } = setupShell()
    expect(update.offered).toBe(false)
    shell().waiting()
    expect(update.offered).toBe(true)
    update.later()
    expect([update.offered, update.waiting]).toEqual([false, true])
    expect(calls).toEqual([])
    update.consent()
    shell().tookOver()
    expect(calls).toEqual(['consent', 'reload'])
  })
  test('while something is being written nobody is asked, and nothing reloads', () => {
    const { update, calls, shell } = setupShell()
    const release = update.hold()
    shell().waiting()
    shell().tookOver()
    expect(update.offered).toBe(false)
    expect(calls).toEqual([])
    release()
    release()
    expect(calls).toEqual(['reload'])
  })
})

describe('Display', () => {
  const setupPage = (kept = new Map([['theme', 'purple']])) => {
    const marks: Record<string, string> = {}
    const system = { dark: false, contrast: false }
    let changed: () => void = () => undefined
    const page: Page = {
      mark: (name, value) => (marks[name] = value),
      language: (lang) => (marks['lang'] = lang),
      fetchFace: () => (marks['face'] = 'asked for'),
      prefers: (what) => system[what],
      whenSystemChanges: (then) => (changed = then),
    }
    const preferences = {
      read: (name: string) => kept.get(name) ?? null,
      write: (name: string, value: string) => kept.set(name, value),
    }
    const turn = (now: Partial<typeof system>) => {
      Object.assign(system, now)
      changed()
    }
    return { kept, marks, page, preferences, turn }
  }
  test('follows the system until something is chosen, and remembers the choice', async () => {
    const { kept, marks, page, preferences, turn } = setupPage()
    const display = new Display(preferences, page, await makeWords())
    expect(marks).toEqual({ theme: 'light', size: 'plain', mode: 'zh', lang: 'zh-CN' })
    turn({ contrast: true })
    expect(marks['theme']).toBe('contrast')
    turn({ dark: true })
    expect(marks['theme']).toBe('dark')
    display.setTheme('light')
    display.setSize('elder')
    display.setMode('en')
    expect(marks).toEqual({ theme: 'light', size: 'elder', mode: 'en', lang: 'en' })
    expect(Object.fromEntries(kept)).toEqual({ theme: 'light', size: 'elder', mode: 'en' })
  })
  test('the Mongolian face is asked for by who reads it, at once, and by nobody else', async () => {
    const { marks, page, preferences } = setupPage()
    const display = new Display(preferences, page, await makeWords())
    display.setMode('en')
    expect(marks).not.toHaveProperty('face')
    display.setMode('both')
    expect(marks['face']).toBe('asked for')
  })
  test('the whole page is Mongolian in 蒙文, and Chinese in 双语', async () => {
    const { marks, page, preferences } = setupPage()
    const display = new Display(preferences, page, await makeWords())
    display.setMode('mn')
    expect(marks['lang']).toBe('mn-Mong-CN')
    display.setMode('both')
    expect(marks['lang']).toBe('zh-CN')
  })
  test('outdoors it is black on white, and the light chosen for indoors comes back', async () => {
    const { marks, page, preferences } = setupPage(new Map([['theme', 'dark']]))
    const display = new Display(preferences, page, await makeWords())
    display.setSize('field')
    expect(marks).toMatchObject({ size: 'field', theme: 'contrast' })
    display.setSize('plain')
    expect(marks).toMatchObject({ size: 'plain', theme: 'dark' })
  })
})

describe('names of what is published', () => {
  test('a policy is called by its programmes where each has a word, else by its title', async () => {
    const { published } = setup()
    const words = await makeWords({ mode: 'mn' })
    await words.need(['programme'])
    const both = { title: '草原补奖', programmes: ['caoyuan-jinmu', 'caoxu-pingheng'] }
    expect(published.policyWords(both)((key) => key)).toBe('草原补奖')
    expect(words.upright(published.policyWords(both))?.text).toMatch(
      /^[\u1820-\u1842].*᠂ [\u1820]*/,
    )
    const strange = { title: '本地补贴', programmes: ['caoyuan-jinmu', 'ours-alone'] }
    expect(words.upright(published.policyWords(strange))).toBeNull()
    expect(published.policyWords({ title: '无', programmes: [] })((key) => key)).toBe('无')
  })
})

describe('Display in service', () => {
  test('蒙文 that may not be a page is marked as 双语 once it is known where this runs', async () => {
    const marks: Record<string, string | null> = {}
    let drafts: boolean | null = null
    const words = new Words({
      built: {},
      drafts: () => drafts,
      unreviewed: 5,
      load: async () => null,
    })
    const display = new Display(
      { read: (name) => (name === 'mode' ? 'mn' : null), write: () => undefined },
      {
        mark: (name, value) => (marks[name] = value),
        language: () => undefined,
        fetchFace: () => undefined,
        prefers: () => false,
        whenSystemChanges: () => undefined,
      },
      words,
    )
    expect(marks['mode']).toBe('mn')
    drafts = false
    display.follow()
    expect([marks['mode'], display.mode]).toEqual(['both', 'both'])
  })
})

describe('QuestionForm', () => {
  const setupForm = (about: ConstructorParameters<typeof QuestionForm>[2] = {}) => {
    const { store, published } = setup()
    const box = createMemoryOutbox()
    const outbox = new OutboxState(Promise.resolve(box))
    return { store, published, box, form: new QuestionForm(outbox, published, about) }
  }
  test('says who will read it: the department of the programme, else the town, never the village', async () => {
    const { form } = setupForm({ place: SITE })
    const seen = watch(() => form.readers)
    await settle()
    expect(seen.values.at(-1)).toEqual(['152223105'])
    form.programme = 'gengdi-dili'
    await settle()
    expect(seen.values.at(-1)).toEqual(['d-agriculture'])
    seen.stop()
  })
  test('a store that opens late still gives the place', async () => {
    const { form, store } = setupForm()
    const seen = watch(() => form.site)
    expect(seen.values).toEqual([''])
    await store.follow(SITE)
    await settle()
    expect(seen.values.at(-1)).toBe(SITE)
    seen.stop()
  })
  test('what is written becomes a draft at a pause, and one question when it is saved', async () => {
    const { form, box } = setupForm({ place: SITE, roster: 'gengdi-dili/2025/1/result' })
    form.text = '少了'
    await form.keep()
    await form.keep()
    form.text = '少了二亩'
    await form.keep()
    expect((await box.items()).map(({ state, copy }) => [state, copy?.text])).toEqual([
      ['draft', '少了二亩'],
    ])
    await form.save()
    expect(form.saved?.claimCode).toMatch(/^\d{16}$/)
    expect(box.asked).toMatchObject([{ site: SITE, programme: 'gengdi-dili', year: 2025 }])
    expect((await box.items()).map(({ state }) => state)).toEqual(['waiting'])
    await form.keep()
    expect(await box.items()).toHaveLength(1)
  })
  test('a reload that is due when the form goes waits until what is written is kept', async () => {
    const { published, box } = setupForm()
    let keepNow: () => void = () => undefined
    const disk = new Promise<void>((done) => (keepNow = done))
    const slow: typeof box = { ...box, saveDraft: (draft) => disk.then(() => box.saveDraft(draft)) }
    const form = new QuestionForm(new OutboxState(Promise.resolve(slow)), published, {
      place: SITE,
    })
    let released = false
    const leave = form.guard(() => (released = true))
    form.text = '最后几个字'
    leave()
    await settle()
    expect(released).toBe(false)
    keepNow()
    await expect.poll(() => released).toBe(true)
    expect((await box.items()).map(({ copy }) => copy?.text)).toEqual(['最后几个字'])
  })
  test('a refusal is told and the text stays', async () => {
    const { form } = setupForm({ place: SITE })
    await form.save()
    expect([form.failed, form.saved]).toEqual([{ kind: 'text-empty' }, null])
  })
  test('a draft is taken up again', async () => {
    const { published, box } = setupForm()
    const draft = makeItem({ state: 'draft' })
    box.show([draft])
    const form = new QuestionForm(new OutboxState(Promise.resolve(box)), published, {
      draft: draft.id,
    })
    await settle()
    expect([form.text, form.site]).toEqual([draft.copy!.text, draft.copy!.site])
  })
  test('room is counted in characters as they travel', () => {
    const { form } = setupForm()
    expect(form.room).toBe(1365)
    form.text = '𠮷'.repeat(1024)
    expect(form.bytesLeft).toBe(0)
    form.text += '地'
    expect(form.room).toBeLessThan(0)
  })
})

test('what is unsent is counted, drafts and received ones are not', async () => {
  const box = createMemoryOutbox()
  const outbox = new OutboxState(Promise.resolve(box))
  const seen = watch(() => [outbox.unsent, outbox.unread])
  await settle()
  box.show(
    (['waiting', 'sending', 'quarantined', 'draft', 'received', 'answered'] as const).map(
      (state, index) => makeItem({ id: String(index), state }),
    ),
  )
  await settle()
  expect(seen.values.at(-1)).toEqual([3, 1])
  seen.stop()
})

describe('enrolment', () => {
  const replying = (status: number, body: string) =>
    createEnrol({
      send: async () =>
        ok({ status, header: () => null, bytes: utf8ToBytes(body), foreign: false }),
    })
  test.each([
    [200, '{"scope":"152223105"}', ok('152223105')],
    [404, '{"code":"not-found"}', err({ kind: 'unknown-code' })],
    [429, '', err({ kind: 'busy' })],
    [200, '<html>log in</html>', err({ kind: 'unknown-code' })],
  ])('%i %s', async (status, body, expected) => {
    expect(await replying(status, body)('A1B2')).toEqual(expected)
  })
  test('without a network it says so', async () => {
    const enrol = createEnrol({ send: async () => err({ kind: 'offline' }) })
    expect(await enrol('A1B2')).toEqual(err({ kind: 'no-network' }))
  })
  test('a code that was taken makes the device hold the place with all below it', async () => {
    const { store, published } = setup()
    const enrolment = new Enrolment(replying(200, '{"scope":"152223105"}'), published)
    enrolment.code = ' A1B2 C3 '
    await enrolment.submit()
    expect(enrolment.state).toEqual({ kind: 'done', scope: '152223105' })
    expect(store.follows()).toMatchObject([{ place: '152223105', below: true }])
    expect(enrolment.code).toBe('')
  })
})
