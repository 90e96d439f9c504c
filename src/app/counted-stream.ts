// A file's bytes, read as fast as they are wanted, and how many have been read.
import type { Bytes } from '../base/bytes.ts'

export const countedStream = (
  content: Blob,
  count: (doneBytes: number) => void,
): ReadableStream<Bytes> => {
  const reader = content.stream().getReader()
  let doneBytes = 0
  return new ReadableStream<Bytes>(
    {
      pull: async (feeding) => {
        const { done, value } = await reader.read()
        if (done) {
          feeding.close()
          return
        }
        doneBytes += value.length
        count(doneBytes)
        feeding.enqueue(value)
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  )
}
