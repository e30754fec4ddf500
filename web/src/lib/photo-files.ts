// Photos on their way to the server, with a small picture to look at meanwhile.
import * as api from './api'
import type { DraftPhoto } from './draft.svelte'
import { uuidv7 } from './ids'

const PREVIEW = 240
/** Files of photos that are still to be sent; they cannot be kept across a reload. */
const files = new Map<string, File>()

export async function takePhoto(file: File): Promise<DraftPhoto> {
  const id = uuidv7()
  files.set(id, file)
  return { id, preview: await preview(file), state: 'sending', share: 0, words: null }
}

async function preview(file: File): Promise<string | null> {
  try {
    const bitmap = await createImageBitmap(file)
    const scale = Math.min(1, PREVIEW / Math.max(bitmap.width, bitmap.height))
    const canvas = document.createElement('canvas')
    canvas.width = Math.round(bitmap.width * scale)
    canvas.height = Math.round(bitmap.height * scale)
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
    bitmap.close()
    return canvas.toDataURL('image/jpeg', 0.7)
  } catch {
    return null
  }
}

/** Sends the photo; the same id again is safe. The outcome is written into `photo`. */
export async function sendPhotoFile(city: string, photo: DraftPhoto): Promise<void> {
  const file = files.get(photo.id)
  if (!file) return
  photo.state = 'sending'
  photo.words = null
  try {
    await api.uploadPhoto(city, photo.id, file, (share) => (photo.share = share))
    photo.state = 'sent'
    files.delete(photo.id)
  } catch (error) {
    const problem = api.Problem.of(error)
    photo.state = 'failed'
    photo.words = problem.field('photo') ?? problem.words
  }
}

export const dropPhoto = (id: string): boolean => files.delete(id)
