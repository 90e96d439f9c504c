// A photo as phones write them: a JPEG with an EXIF part that says where it was taken, with what, and which side is up.

/** The camera's name inside; nobody's. */
export const CAMERA = 'Canary Camera 7'
/** Degrees, minutes, seconds, as EXIF writes them: a place out at sea. */
const LATITUDE = [1, 22, 33] as const
const LONGITUDE = [4, 55, 6] as const

const ASCII = 2
const SHORT = 3
const LONG = 4
const RATIONAL = 5

interface Entry {
  readonly tag: number
  readonly type: number
  readonly count: number
  readonly value: Buffer
}

const ascii = (tag: number, text: string): Entry => {
  const value = Buffer.from(`${text}\0`, 'latin1')
  return { tag, type: ASCII, count: value.length, value }
}
const short = (tag: number, number: number): Entry => {
  const value = Buffer.alloc(4)
  value.writeUInt16BE(number)
  return { tag, type: SHORT, count: 1, value }
}
const long = (tag: number, number: number): Entry => {
  const value = Buffer.alloc(4)
  value.writeUInt32BE(number)
  return { tag, type: LONG, count: 1, value }
}
const degrees = (tag: number, parts: readonly number[]): Entry => {
  const value = Buffer.alloc(24)
  parts.forEach((part, i) => {
    value.writeUInt32BE(part, i * 8)
    value.writeUInt32BE(1, i * 8 + 4)
  })
  return { tag, type: RATIONAL, count: 3, value }
}

/** One directory at `start` of the TIFF part, with what does not fit into its entries behind it. */
const directory = (start: number, entries: readonly Entry[]): Buffer => {
  const head = Buffer.alloc(2 + entries.length * 12 + 4)
  head.writeUInt16BE(entries.length)
  const behind: Buffer[] = []
  let end = start + head.length
  entries.forEach(({ tag, type, count, value }, i) => {
    const at = 2 + i * 12
    head.writeUInt16BE(tag, at)
    head.writeUInt16BE(type, at + 2)
    head.writeUInt32BE(count, at + 4)
    if (value.length <= 4) value.copy(head, at + 8)
    else {
      head.writeUInt32BE(end, at + 8)
      behind.push(value)
      end += value.length
    }
  })
  return Buffer.concat([head, ...behind])
}

const gps = (start: number): Buffer =>
  directory(start, [ascii(1, 'N'), degrees(2, LATITUDE), ascii(3, 'E'), degrees(4, LONGITUDE)])

/** Lies on its left side: upright it is as high as it was wide. */
const TURNED = 6
const TIFF_HEAD = Buffer.from('4d4d002a00000008', 'hex')

const tiff = (): Buffer => {
  const first = (gpsAt: number) =>
    directory(8, [ascii(0x010f, CAMERA), short(0x0112, TURNED), long(0x8825, gpsAt)])
  const gpsAt = 8 + first(0).length
  return Buffer.concat([TIFF_HEAD, first(gpsAt), gps(gpsAt)])
}

/** The place as its bytes stand in the file. */
export const PLACE_BYTES = degrees(2, LATITUDE).value

export const withExif = (jpeg: Uint8Array): Buffer => {
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff()])
  const head = Buffer.from([0xff, 0xe1, 0, 0])
  head.writeUInt16BE(body.length + 2, 2)
  return Buffer.concat([jpeg.subarray(0, 2), head, body, jpeg.subarray(2)])
}
