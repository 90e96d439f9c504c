// A word that somebody would write otherwise: found by what is on screen, proposed, kept like a question.
import { describe, expect, test } from 'vitest'
import { OutboxState } from '../../../src/app/outbox.svelte.ts'
import { WordProposal } from '../../../src/app/word-proposal.svelte.ts'
import { createMemoryOutbox } from '../../support/memory-outbox.ts'
import { makeWords } from '../../support/words.ts'

const settle = () => new Promise((done) => setTimeout(done, 0))

const setup = async (drafts = true) => {
  const box = createMemoryOutbox()
  const words = await makeWords({ mode: 'zh', drafts })
  const proposal = new WordProposal(
    new OutboxState(Promise.resolve(box)),
    words,
    'shell.nav.policies',
  )
  await settle()
  return { box, words, proposal }
}

describe('a proposal', () => {
  test('begins with the word as it lies in the files, also where it may not be shown', async () => {
    const { proposal } = await setup(false)
    expect(proposal.now).toMatchObject({ review: 'draft', source: expect.stringMatching(/\S/) })
    expect(proposal.text).toBe(proposal.now?.text)
    expect(proposal.idle).toBe(true)
  })

  test('is saved letter for letter under the key of the word', async () => {
    const { proposal, box } = await setup()
    proposal.text = ' ᠪᠣᠳᠣᠯᠭ\u180eᠠ\u202f'
    await proposal.save()
    expect(proposal.failed).toBeNull()
    expect(proposal.saved?.claimCode).toMatch(/^\d{16}$/)
    expect(box.proposed).toEqual([
      { key: 'shell.nav.policies', language: 'mn-Mong-CN', text: ' ᠪᠣᠳᠣᠯᠭ\u180eᠠ\u202f' },
    ])
  })

  test('nothing, and what stands there already, is not sent', async () => {
    const { proposal, box } = await setup()
    await proposal.save()
    proposal.text = ' \n'
    await proposal.save()
    expect(box.proposed).toEqual([])
    expect(proposal.saved).toBeNull()
  })
})

describe('words on screen', () => {
  test('say which they are, put together or not, whatever the mode', async () => {
    const { words } = await setup()
    expect(words.keysOf((t) => t('account.published', { day: t('shell.year') }))).toEqual([
      'shell.year',
      'account.published',
    ])
  })
})
