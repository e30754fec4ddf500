// Photos on their way to the server, with a small picture to look at meanwhile.
import * as api from './api'
import type { DraftPhoto } from './draft.svelte'
import { HEAD, readShot } from './exif'
import { uuidv7 } from './ids'
import * as kept from './sending/kept'

const PREVIEW = 240
/** Pixels of the longer side that are sent of a resident's photo, and how well it is encoded. */
const SIDE = 2048
const QUALITY = 0.86
/** Files of photos that are still to be sent. */
const files = new Map<string, Blob>()

/** `resident`: what the camera wrote stays here, the photo is made smaller, and is kept until its report has arrived. */
export async function takePhoto(file: File, resident = false): Promise<DraftPhoto> {
  const id = uuidv7()
  const place = resident ? readShot(new Uint8Array(await file.slice(0, HEAD).arrayBuffer())).place : null
  const bitmap = await createImageBitmap(file).catch(() => null)
  const blob = resident && bitmap ? ((await drawn(bitmap, SIDE, 'image/jpeg', QUALITY)) ?? file) : file
  const preview = bitmap ? await addressOf(await drawn(bitmap, PREVIEW, 'image/jpeg', 0.7)) : null
  bitmap?.close()
  files.set(id, blob)
  if (resident) await kept.put('photos', { id, blob } satisfies kept.KeptPhoto).catch(() => {})
  return { id, preview, state: 'sending', share: 0, words: null, place }
}

/** The picture alone, no larger than so many pixels a side; upright, because browsers turn it when they read it. */
async function drawn(bitmap: ImageBitmap, side: number, type: string, quality: number): Promise<Blob | null> {
  const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(bitmap.width * scale))
  canvas.height = Math.max(1, Math.round(bitmap.height * scale))
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  return new Promise((resolve) => canvas.toBlob(resolve, type, quality))
}

const addressOf = (blob: Blob | null): Promise<string | null> =>
  new Promise((resolve) => {
    if (!blob) return resolve(null)
    const reader = new FileReader()
    reader.onload = () => resolve(reader.result as string)
    reader.onerror = () => resolve(null)
    reader.readAsDataURL(blob)
  })

/** Sends the photo; the same id again is safe. The outcome is written into `photo`. What found no network waits for its report. */
export async function sendPhotoFile(city: string, photo: DraftPhoto): Promise<void> {
  const stored = await kept.take<kept.KeptPhoto>('photos', photo.id).catch(() => undefined)
  const file = files.get(photo.id) ?? stored?.blob
  if (!file) return
  photo.state = 'sending'
  photo.words = null
  try {
    await api.uploadPhoto(city, photo.id, file, (share) => (photo.share = share))
    photo.state = 'sent'
    files.delete(photo.id)
    if (stored) await kept.put('photos', { ...stored, sent: true }).catch(() => {})
  } catch (error) {
    const problem = api.Problem.of(error)
    photo.state = problem.status === 0 && stored ? 'kept' : 'failed'
    photo.words = problem.field('photo') ?? problem.words
  }
}

/** Whether its file is still here, after the page was opened anew. */
export const hasPhoto = async (id: string): Promise<boolean> =>
  files.has(id) || (await kept.take('photos', id).catch(() => undefined)) !== undefined

export function dropPhoto(id: string): void {
  files.delete(id)
  void kept.drop('photos', id).catch(() => {})
}
