// Virtual time: a month passes in a second, and nothing happens twice at the same moment.
/** Virtual time: what is due runs in order, and the next begins only when everything the last one caused has come to rest. */
export const createTime = () => {
  let now = Date.parse('2026-11-23T08:00:00+08:00')
  let order = 0
  let busy = 0
  const due: { at: number; order: number; run: () => void }[] = []
  const rest = async () => {
    let calm = 0
    while (calm < 3) {
      await new Promise((resolve) => setImmediate(resolve))
      calm = busy === 0 ? calm + 1 : 0
    }
  }
  return {
    now: () => now,
    at: (delayMs: number, run: () => void) => {
      const entry = { at: now + Math.max(0, delayMs), order: ++order, run }
      due.push(entry)
      return () => {
        const index = due.indexOf(entry)
        if (index >= 0) due.splice(index, 1)
      }
    },
    /** Real work (seals, SQL) during which virtual time stands still. */
    during: async <T>(work: Promise<T>): Promise<T> => {
      busy++
      try {
        return await work
      } finally {
        busy--
      }
    },
    rest,
    pass: async (ms: number) => {
      const end = now + ms
      await rest()
      for (;;) {
        due.sort((a, b) => a.at - b.at || a.order - b.order)
        const next = due[0]
        if (!next || next.at > end) break
        due.shift()
        now = Math.max(now, next.at)
        next.run()
        await rest()
      }
      now = end
    },
  }
}
export type Time = ReturnType<typeof createTime>
