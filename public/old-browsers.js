// What Chromium 88 and Safari 15.4 lack and our libraries use while they load. A classic script, so that it runs before any
// module; nothing of ours relies on it.
if (!Object.hasOwn) {
  Object.defineProperty(Object, 'hasOwn', {
    configurable: true,
    writable: true,
    value: function (object, key) {
      return Object.prototype.hasOwnProperty.call(Object(object), key)
    },
  })
}
