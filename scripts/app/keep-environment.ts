// Vite says `production` to the whole process; a demo that starts in it afterwards would be refused.

/** Whatever was built in between, NODE_ENV is as it was before. */
export const keepingEnvironment = async <T>(work: () => Promise<T>): Promise<T> => {
  const { NODE_ENV } = process.env
  try {
    return await work()
  } finally {
    if (NODE_ENV === undefined) delete process.env['NODE_ENV']
    else process.env['NODE_ENV'] = NODE_ENV
  }
}
