// A Vitest environment for classes with runes: Node as it is, but compiled as for a browser, because Svelte's half for
// servers has no effects. Named in the first line of the tests that want it.
import type { Environment } from 'vitest/runtime'

const environment: Environment = {
  name: 'runes',
  viteEnvironment: 'client',
  setup: () => ({ teardown: () => undefined }),
}
export default environment
