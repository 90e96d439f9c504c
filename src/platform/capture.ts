// What a browser does for attachments, in one object: photos, recordings, and showing them before they are saved. Loaded when
// a form is opened.
import { type ReadMediaLength, createMediaLength } from './media-length.ts'
import { type ShrinkPhoto, createPhotoShrinker } from './photo.ts'
import { type Recorder, createRecorder } from './recorder.ts'

export interface Capture {
  readonly shrinkPhoto: ShrinkPhoto
  readonly recorder: Recorder
  readonly lengthOf: ReadMediaLength
  /** An address under which an element can show it, until `hide`. */
  readonly show: (content: Blob) => string
  readonly hide: (address: string) => void
}

export const createCapture = (view: Window & typeof globalThis): Capture => ({
  shrinkPhoto: createPhotoShrinker(view),
  recorder: createRecorder(view),
  lengthOf: createMediaLength(view),
  show: (content) => view.URL.createObjectURL(content),
  hide: (address) => {
    view.URL.revokeObjectURL(address)
  },
})
