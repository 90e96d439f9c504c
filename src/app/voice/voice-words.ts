// What became of a file of clips, in words.
import { word } from '../word.ts'
import type { Say } from '../words.svelte.ts'
import type { ImportFault, Imported } from './voice.svelte.ts'

export const sayVoiceFault = ({ kind }: ImportFault): Say =>
  word(kind === 'full' || kind === 'broken' ? `voice.fault.${kind}` : `voice.file.fault.${kind}`)

export const sayTakenIn = ({
  added,
  replaced,
  known,
  older,
  damaged,
}: Imported): readonly Say[] => [
  word('voice.file.done', { added, replaced, known }),
  ...(older > 0 ? [word('voice.file.older', { count: older })] : []),
  ...(damaged > 0 ? [word('voice.file.damaged', { count: damaged })] : []),
]
