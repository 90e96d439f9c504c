// Tests reach this machine only: a connection to any other host is a fault of the test, named at once. Runs before each file of
// a process, and counts once.
import net from 'node:net'

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/

const hostOf = (options: unknown): string => {
  if (typeof options !== 'object' || options === null) return 'localhost'
  if ('path' in options && typeof options.path === 'string' && !('port' in options))
    return 'localhost'
  return 'host' in options && typeof options.host === 'string' ? options.host : 'localhost'
}

/** Node and fetch both end in Socket.connect; its arguments arrive as one already normalised list. */
const connect = net.Socket.prototype.connect
const connectHere = function (this: net.Socket, ...args: unknown[]) {
  const first: unknown = Array.isArray(args[0]) ? args[0][0] : args[0]
  const host = typeof args[1] === 'string' ? args[1] : hostOf(first)
  if (!LOOPBACK.test(host))
    throw new Error(`a test tried to reach ${host}; tests reach localhost only`)
  return Reflect.apply(connect, this, args) as net.Socket
}
if (connect.name !== connectHere.name) net.Socket.prototype.connect = connectHere
