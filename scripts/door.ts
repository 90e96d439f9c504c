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
  const door = Number(process.env['ILTOD_DOOR'] ?? 0)
  const watch = setInterval(() => {
    if (door !== 0 && process.ppid !== door) leave('parent gone')
  }, 500)
  watch.unref()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, leave)
}
