// The reckoning at the end of a simulated life: what screens said against what lies in the office. Nothing here asks the engine.
import { type Bytes, concatBytes, equalBytes } from '../../../src/base/bytes.ts'
import type { Item, ItemMedium } from '../../../src/domain/event/item.ts'
import type { DeskItem } from '../../../src/server/inbox/desk.ts'
import type { Device } from './device.ts'
import type { Server } from './server.ts'

const readDesk = async (server: Server): Promise<DeskItem[]> => {
  const { desk } = server.inbox()
  const trays = ['desk', 'slow'] as const
  const lists = await Promise.all(
    trays.map((tray) => desk.list({ tray, unansweredOnly: false, limit: 10_000 })),
  )
  return lists.flat()
}

const openMedium = async (server: Server, sha256: string): Promise<Bytes | null> => {
  const { sealed, close } = server.files.openPlaced(sha256)
  try {
    const opened = await server.openStream(sealed)
    if (opened.kind !== 'opened') return null
    const parts: Uint8Array[] = []
    for await (const part of opened.content) parts.push(part)
    return concatBytes(...parts)
  } finally {
    close()
  }
}

/** Attachments of what is on the desk: each once, whole, opened as it was attached, and called received on its screen. */
const judgeMedia = async (
  server: Server,
  device: Device,
  shown: ReadonlyMap<string, Item>,
): Promise<string[]> => {
  const violations: string[] = []
  for (const { id, text, media } of device.saved) {
    const rows = await server.db
      .selectFrom('inbox_medium')
      .selectAll()
      .where('event_id', '=', id)
      .execute()
    for (const { sha256, content } of media) {
      const row = rows.find((each) => each.sha256 === sha256)
      const opened = await openMedium(server, sha256)
      if (row?.state !== 'arrived' || row.judged_ms === null || !opened)
        violations.push(`attachment ${row?.state ?? 'lost'}: ${text}`)
      else if (!equalBytes(opened, content)) violations.push(`attachment bent: ${text}`)
      const state = shown.get(id)?.media.find((each) => each.sha256 === sha256)?.state
      if (state !== 'received') violations.push(`attachment ${state} in the end: ${text}`)
    }
    if (rows.length > media.length) violations.push(`attachments that nobody attached: ${text}`)
  }
  return violations
}

const judgeAnswers = (device: Device, items: readonly Item[], desk: readonly DeskItem[]) => {
  const violations: string[] = []
  const own = new Set(device.disk.current.items.map((item) => item.id))
  for (const entry of Object.values(device.disk.current.entries)) {
    if (!own.has(String(entry['event']))) violations.push('a device was given another’s entry')
  }
  for (const item of items) {
    for (const answer of item.answers) {
      if (answer.text !== `答：${item.copy?.text ?? ''}`)
        violations.push(`a device shows an answer to another: ${answer.text}`)
    }
    const given = desk.find((each) => each.id === item.id)?.answers.length ?? 0
    if (item.answers.length < given)
      violations.push(`an answer did not come: ${item.copy?.text ?? item.id}`)
  }
  return violations
}

const countTexts = (desk: readonly DeskItem[]): Map<string, number> => {
  const counts = new Map<string, number>()
  for (const { text } of desk) counts.set(text, (counts.get(text) ?? 0) + 1)
  return counts
}

const judgeTexts = (
  device: Device,
  shown: ReadonlyMap<string, Item>,
  arrived: ReadonlyMap<string, number>,
): string[] => {
  const violations: string[] = []
  for (const { text, id } of device.saved) {
    const count = arrived.get(text) ?? 0
    if (count === 0) violations.push(`lost: ${text}`)
    if (count > 1) violations.push(`doubled: ${text}`)
    const item = shown.get(id)
    if (!item) violations.push(`not on its screen any more: ${text}`)
    else if (item.state !== 'received' && item.state !== 'answered')
      violations.push(`${item.state} in the end (${JSON.stringify(item.next)}): ${text}`)
  }
  for (const text of device.unsure)
    if ((arrived.get(text) ?? 0) > 1) violations.push(`doubled: ${text}`)
  return violations
}

export const judge = async (server: Server, devices: readonly Device[]): Promise<string[]> => {
  const violations: string[] = []
  const desk = await readDesk(server)
  const arrived = countTexts(desk)
  const known = new Set<string>()
  for (const device of devices) {
    const items = await device.awake().items()
    const shown = new Map(items.map((item) => [item.id, item]))
    for (const text of [...device.unsure, ...device.saved.map((told) => told.text)]) known.add(text)
    violations.push(
      ...judgeTexts(device, shown, arrived),
      ...judgeAnswers(device, items, desk),
      ...(await judgeMedia(server, device, shown)),
    )
  }
  for (const text of arrived.keys())
    if (!known.has(text)) violations.push(`never said to be saved: ${text}`)
  for (const error of server.faults) violations.push(`fault of the server: ${error.message}`)
  return violations
}

/** What a screen calls received must have lain in the server's database, at whatever moment one looks. */
export const findFalseReceipts = async (
  server: Server,
  devices: readonly Device[],
): Promise<string[]> => {
  const lists = await Promise.all(devices.map((device) => device.awake().items()))
  const nameOf = (item: Item) => item.copy?.text ?? item.id
  const isFalse = ({ state, sha256 }: ItemMedium) =>
    state === 'received' && !server.everStored.has(sha256)
  return lists
    .flat()
    .flatMap((item) => [
      ...(item.receipt !== null && !server.everStored.has(item.id)
        ? [`shown as received, never stored: ${nameOf(item)}`]
        : []),
      ...item.media
        .filter(isFalse)
        .map(() => `attachment shown as received, never stored: ${nameOf(item)}`),
    ])
}

/** Nothing of attachments is under way any more, on either side. */
export const isSettled = async (server: Server, devices: readonly Device[]): Promise<boolean> => {
  const items = (await Promise.all(devices.map((device) => device.awake().items()))).flat()
  const missing = await server.db
    .selectFrom('inbox_medium')
    .select('sha256')
    .where('state', 'in', ['named', 'begun'])
    .executeTakeFirst()
  return !missing && items.every(({ media }) => media.every(({ state }) => state === 'received'))
}
