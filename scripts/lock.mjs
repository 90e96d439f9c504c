// A lock between processes that is a folder: made by one, waited for by the others, taken over when its holder has died.
// Plain JavaScript without dependencies, because the door (run.mjs) holds it before anything is installed.
import { mkdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs'
import path from 'node:path'

const POLL_MS = 250
const BEAT_MS = 1_000
/** 20 s of our own time, so that sleep counts for neither. */
const DEAD_AFTER_POLLS = 80

/** @param {number} ms */
const wait = (ms) => new Promise((done) => setTimeout(done, ms))

/** @param {string} dir */
const lastBeat = (dir) => {
  try {
    return statSync(dir).mtimeMs
  } catch {
    return null
  }
}

/** @param {string} dir */
const tryToMake = (dir) => {
  try {
    mkdirSync(dir)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

/**
 * Moves a dead lock away, so that of several waiters only one removes it.
 * @param {string} dir
 */
const bury = (dir) => {
  const grave = `${dir}.dead-${process.pid}`
  try {
    renameSync(dir, grave)
  } catch {
    return // another waiter was faster
  }
  rmSync(grave, { recursive: true, force: true })
}

/**
 * Waits until nobody else holds `dir`, then holds it. The returned function lets go and may be called twice.
 * @param {string} dir
 * @param {() => void} [onWait] called once, when somebody else holds it
 * @param {number} [deadAfterPolls] polls without a sign of life after which the holder counts as dead
 */
export const takeLock = async (dir, onWait, deadAfterPolls = DEAD_AFTER_POLLS) => {
  mkdirSync(path.dirname(dir), { recursive: true })
  let beat = lastBeat(dir)
  for (let silent = 0; !tryToMake(dir); silent++) {
    if (silent === 0) onWait?.()
    await wait(POLL_MS)
    const now = lastBeat(dir)
    if (now !== beat) silent = 1
    beat = now
    if (beat !== null && silent > deadAfterPolls) bury(dir)
  }
  const timer = setInterval(() => {
    try {
      utimesSync(dir, new Date(), new Date())
    } catch {
      // buried by a waiter: nothing to keep alive
    }
  }, BEAT_MS)
  timer.unref()
  let held = true
  return () => {
    if (!held) return
    held = false
    clearInterval(timer)
    rmSync(dir, { recursive: true, force: true })
  }
}
