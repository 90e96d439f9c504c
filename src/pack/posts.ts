// Notices and messages of a site, as a pack of their own: they change often, ledgers seldom.
import * as z from 'zod/mini'
import type { Bytes } from '../base/bytes.ts'
import type { Result } from '../base/result.ts'
import type { Posts, Refusal } from './model.ts'
import { openPack } from './pack.ts'

const FORMAT = 'iltod-posts'

const ContentRef = z.object({
  hash: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  bytes: z.int(),
  type: z.string(),
  name: z.string(),
})
const Post = z.object({
  id: z.string(),
  kind: z.enum(['notice', 'post', 'answer']),
  channel: z.enum(['党务', '政务', '村务', '财务']),
  title: z.string(),
  day: z.string(),
  until: z.nullable(z.string()),
  text: z.string(),
  roster: z.nullable(z.string()),
  files: z.array(ContentRef),
})
const PostsWire = z.object({ site: z.string(), posts: z.array(Post) })

/** Canonical text; the order of posts is the publisher's. */
export const encodePosts = ({ site, posts }: Posts): string =>
  JSON.stringify({ format: FORMAT, v: 1, ...PostsWire.parse({ site, posts }) })

export const decodePosts = (bytes: Bytes): Result<Posts, Refusal> =>
  openPack(bytes, FORMAT, 1, PostsWire)
