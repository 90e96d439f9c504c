// What the app draws to show what to do: a few strokes each, on a sheet of 96 × 120, most of them on a phone. Ornament: words or a
// label stand beside them.

type Look = 'line' | 'sign' | 'bold' | 'solid' | 'here' | 'hand' | 'grass' | 'money'
export interface Part {
  readonly look: Look
  readonly d: string
}
export interface Drawing {
  /** Absent: on a phone. */
  readonly bare?: true
  readonly parts: readonly Part[]
}

const part =
  (look: Look) =>
  (...d: readonly string[]): Part => ({ look, d: d.join('') })
const line = part('line')
const sign = part('sign')
const bold = part('bold')
const solid = part('solid')
const here = part('here')
const grass = part('grass')
const money = part('money')

const circle = (x: number, y: number, r: number): string =>
  `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`
const box = (x: number, y: number, w: number, h: number, r = 3): string =>
  `M${x + r} ${y}h${w - 2 * r}a${r} ${r} 0 0 1 ${r} ${r}v${h - 2 * r}a${r} ${r} 0 0 1 ${-r} ${r}h${2 * r - w}` +
  `a${r} ${r} 0 0 1 ${-r} ${-r}v${2 * r - h}a${r} ${r} 0 0 1 ${r} ${-r}z`

/** A hand whose finger touches the point. */
const tap = (x: number, y: number): Part =>
  part('hand')(
    `M${x - 4} ${y + 19}V${y + 4}a4 4 0 0 1 8 0V${y + 13}c6-.500 13 1 13 6v7c0 4-2 6-3 9H${x - 1}`,
    `c-3-4-6-7-9-12c-2-4 3-6 5-3.500z`,
  )
const person = (x: number, y: number): string =>
  `${circle(x, y, 4.5)}M${x - 8} ${y + 15}a8 8 0 0 1 16 0z`
const yuan = (x: number, y: number, r: number): string =>
  `M${x - r} ${y - 1.2 * r}L${x} ${y}L${x + r} ${y - 1.2 * r}M${x} ${y}v${1.3 * r}` +
  `M${x - 0.9 * r} ${y + 0.15 * r}h${1.8 * r}M${x - 0.9 * r} ${y + 0.7 * r}h${1.8 * r}`
const waves = (x: number, y: number): string =>
  `M${x - 12} ${y - 8}a17 17 0 0 1 24 0M${x - 7} ${y - 2.5}a10 10 0 0 1 14 0M${x} ${y + 3}v.100`
const crossed = (x: number, y: number): Part[] => [
  sign(waves(x, y)),
  here(`M${x - 13} ${y + 6}L${x + 13} ${y - 16}`),
]
const ticked = (x: number, y: number, r: number): string =>
  `M${x - r} ${y}l${0.7 * r} ${0.8 * r}L${x + r} ${y - 0.8 * r}`
const arch = 'M28 84v-14a20 20 0 0 1 40 0v14M38 84v-12a10 10 0 0 1 20 0v12M22 94h52'
const small = `M40 56v-5a8 8 0 0 1 16 0v5M44 56v-4a4 4 0 0 1 8 0v4M38 60h20`
const speaker = 'M25 52v16h10l14 12V40L35 52zM59 48a15 15 0 0 1 0 24M66 39a27 27 0 0 1 0 42'
const bubble = (x: number, y: number, w: number, h: number): string =>
  `M${x} ${y}h${w}v${h}h${-w + 14}l-8 8v-8h-6z`
const question = 'M42 51a7 7 0 1 1 10 6.500c-2.500 1.500-3 3-3 5.500M49 69.500v.100'

export const DRAWINGS = {
  dots: {
    parts: [
      line('M8 26h80M20 42h56M20 56h56M20 70h40'),
      solid(circle(66, 15, 2.5), circle(74, 15, 2.5), circle(82, 15, 2.5)),
      here(circle(74, 15, 13)),
    ],
  },
  share: {
    parts: [
      line('M8 92h80M20 20h56M20 34h56M20 48h40'),
      sign('M43 100v10h11v-10M48.500 107V95M45 98l3.500-3.500l3.500 3.500'),
      here(circle(48.5, 103, 12)),
    ],
  },
  menu: {
    parts: [
      line('M8 92h80M20 20h56M20 34h56M20 48h40'),
      sign('M42 99h13M42 103.500h13M42 108h13'),
      here(circle(48.5, 103.5, 12)),
    ],
  },
  tile: {
    parts: [
      line('M8 70h80', box(17, 80, 17, 17, 4), box(40, 80, 17, 17, 4), box(63, 80, 17, 17, 4)),
      here(circle(48.5, 88.5, 16)),
    ],
  },
  row: {
    parts: [
      line('M8 44h80M18 58h44M18 76h44M18 94h44'),
      sign('M70 71h10v10h-10zM75 73.500v5M72.500 76h5'),
      here(box(13, 66, 70, 20, 6)),
    ],
  },
  home: { parts: [line(box(16, 13, 64, 12, 6)), grass(arch)] },
  open: {
    parts: [
      line(box(18, 20, 16, 16, 4), box(62, 20, 16, 16, 4), box(18, 46, 16, 16, 4)),
      line(box(62, 46, 16, 16, 4)),
      grass(small),
      here(box(35, 41, 26, 25, 6)),
      tap(48, 62),
    ],
  },
  name: {
    parts: [
      bold(box(16, 18, 64, 20, 6)),
      sign(circle(27, 27, 5), 'M31 31l4 4M42 24v8M48 24v8M54 28h8'),
      line('M18 54h60M18 70h60M18 86h60'),
      tap(66, 34),
    ],
  },
  number: {
    parts: [
      solid(circle(24, 20, 3.5), circle(40, 20, 3.5), circle(56, 20, 3.5), circle(72, 20, 3.5)),
      line('M16 32h64'),
      line(box(18, 40, 16, 13), box(40, 40, 16, 13), box(62, 40, 16, 13)),
      line(box(18, 59, 16, 13), box(40, 59, 16, 13), box(62, 59, 16, 13)),
      line(box(40, 78, 16, 13)),
      here(box(39, 58, 18, 15)),
      tap(48, 69),
    ],
  },
  person: {
    parts: [
      line(person(26, 16), 'M42 18h34M42 26h20', person(26, 80), 'M42 82h34M42 90h20'),
      bold(person(26, 48), 'M42 50h34M42 58h20'),
      here(box(13, 38, 70, 30, 6)),
      tap(70, 60),
    ],
  },
  money: {
    parts: [
      line(person(48, 16)),
      money(yuan(48, 58, 13)),
      line('M18 86h26M18 96h26M18 106h20'),
      sign('M62 86h16M62 96h16M62 106h16'),
    ],
  },
  fetch: {
    parts: [sign(waves(48, 38)), bold('M48 52v34M36 75l12 12l12-12M30 98h36')],
  },
  kept: { parts: [grass(small), bold(ticked(48, 84, 14)), line('M18 30h60')] },
  away: {
    bare: true,
    parts: [
      line('M4 100h88'),
      bold('M16 98v-24c0-4 10-15 32-20c22 5 32 16 32 20v24zM16 74h64M41 98v-15h14v15'),
      ...crossed(48, 34),
    ],
  },
  still: { parts: [...crossed(48, 32), money(yuan(48, 72, 13)), line('M20 100h56')] },
  doubt: {
    parts: [
      line('M18 20h60M18 34h40M18 88h60M18 102h40'),
      bold(question),
      here(circle(48, 60, 19)),
    ],
  },
  ask: {
    parts: [
      line('M18 20h60M18 34h60M18 48h40'),
      bold(bubble(24, 64, 48, 22), 'M33 75h30'),
      tap(58, 80),
    ],
  },
  say: {
    parts: [
      bold(box(38, 22, 20, 36, 10), 'M30 48v2a18 18 0 0 0 36 0v-2M48 68v12M38 80h20'),
      line('M20 96h56'),
      here('M72 30a26 26 0 0 1 0 26M24 30a26 26 0 0 0 0 26'),
    ],
  },
  wait: {
    parts: [
      ...crossed(48, 34),
      bold(box(22, 52, 52, 34, 3), 'M22 55l26 18l26-18'),
      sign(circle(48, 100, 9), 'M48 95v5l4 3'),
    ],
  },
  answer: {
    parts: [line(bubble(18, 20, 44, 18)), bold(bubble(32, 54, 46, 26)), money(ticked(55, 67, 9))],
  },
  large: {
    parts: [
      line('M18 22h28M18 29h28M18 36h20'),
      bold('M18 62h60M18 78h60M18 94h44'),
      here('M62 26h14M69 19v14'),
    ],
  },
  script: {
    bare: true,
    parts: [
      bold(box(6, 14, 38, 52), 'M13 27h24M13 38h24M13 49h16'),
      bold(box(52, 54, 38, 52), 'M62 62v36M71 62v36M80 62v22'),
      here('M54 28h22v14M69 35l7 8l7-8M42 92H20V78M13 85l7-8l7 8'),
    ],
  },
  hear: { parts: [bold(speaker)] },
  board: {
    bare: true,
    parts: [
      line('M14 112V14M82 112V14M4 112h88'),
      bold(box(10, 14, 76, 62)),
      sign('M20 28h34M20 40h34M20 52h34M20 64h20'),
      solid('M62 48h7v7h-7zM73 48h5v5h-5zM62 59h5v6h-5zM70 58h8v8h-8z'),
    ],
  },
  together: {
    bare: true,
    parts: [
      bold(circle(28, 28, 12), 'M8 84v-14a20 20 0 0 1 34-14'),
      bold(circle(68, 28, 12), 'M88 84v-14a20 20 0 0 0-34-14'),
      bold(box(36, 56, 24, 44, 5)),
      money(yuan(48, 77, 6)),
    ],
  },
} as const satisfies Record<string, Drawing>

export type DrawingName = keyof typeof DRAWINGS
