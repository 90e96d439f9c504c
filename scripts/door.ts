// How a command ends together with the door (run.mjs) that started it: on a signal, or when the door is gone.

/** `stop` is called once; a second Ctrl-C, or ten seconds without an end, leaves at once. */
export const onStop = (stop: (reason: string) => Promise<void>): void => {
  let stopping = false
  const leave = (reason: string): void => {
    if (stopping) return
    stopping = true
    clearInterval(watch)
    setTimeout(() => process.exit(1), 10_000).unref()
    stop(reason).then(
      () => process.exit(),
      (error: unknown) => {
        console.error(error)
        process.exit(1)
      },
    )
  }
  // Only when the door itself started us: the variable is inherited further down.
  const parent = process.ppid
  const throughDoor = process.env['ILTOD_DOOR'] === String(parent)
  const watch = setInterval(() => {
    if (throughDoor && process.ppid !== parent) leave('parent gone')
  }, 500)
  watch.unref()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, leave)
}
