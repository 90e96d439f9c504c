// Whether this engine lays fields out upright (Chromium from 124, Safari from 17.4): asked of a field, not of a version.
export const canWriteUpright = (page: Document): boolean => {
  const field = page.createElement('input')
  field.style.cssText = 'writing-mode:vertical-lr;position:absolute;visibility:hidden'
  page.body.append(field)
  const upright = field.offsetHeight > field.offsetWidth
  field.remove()
  return upright
}
