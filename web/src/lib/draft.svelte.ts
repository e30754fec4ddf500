// The report being written. It survives a reload of the page, and sending it twice is sending it once.
import { given, type Answers } from './answers'
import * as api from './api'
import { secret, uuidv7 } from './ids'
import { dropPhoto, hasPhoto } from './photo-files'
import * as kept from './sending/kept'
import { words } from './words.svelte'

export const PHOTOS_MAX = 10

export type DraftPhoto = {
  id: string
  preview: string | null
  /** `kept`: there is no network; it is sent with its report. */
  state: 'sending' | 'sent' | 'failed' | 'kept'
  share: number
  words: string | null
  /** Where the camera says that it was taken. */
  place?: api.Place | null
}
export type Draft = {
  id: string
  secret: string
  step: number
  place: { lat: number; lon: number } | null
  zoom: number | null
  address: string
  type: string | null
  description: string
  /** By the type they were given for: another type asks other questions. */
  answers: Record<string, Answers>
  contact: { name: string; email: string; phone: string }
  /** The version of the text that the author agreed to. */
  consent: string | null
  photos: DraftPhoto[]
  /** The type and place for which the author has said that what is near is something else. */
  another: string | null
}

/** As it is kept: one of a city. */
type KeptDraft = { id: string; draft: Draft }

export const freshDraft = (): Draft => ({
  id: uuidv7(), secret: secret(), step: 0, place: null, zoom: null, address: '', type: null, description: '', answers: {},
  contact: { name: '', email: '', phone: '' }, consent: null, photos: [], another: null,
})

/** What was being written when the page was left, with the photos that are still here. */
export async function restoreDraft(city: string): Promise<Draft> {
  try {
    const found = (await kept.take<KeptDraft>('drafts', city))?.draft
    if (!found) return freshDraft()
    const here = await Promise.all(found.photos.map(async (photo) => photo.state === 'sent' || (await hasPhoto(photo.id))))
    const photos = found.photos.filter((_, i) => here[i]).map((photo) => (photo.state === 'sending' ? { ...photo, state: 'kept' as const } : photo))
    return { ...freshDraft(), ...found, photos }
  } catch {
    // Where nothing can be kept, nothing was.
    return freshDraft()
  }
}

/** Full or closed storage: the draft lives as long as the page. */
export const keepDraft = (city: string, draft: Draft): Promise<unknown> =>
  kept.put('drafts', { id: city, draft } satisfies KeptDraft).catch(() => {})

/** With its photos. */
export async function forgetDraft(city: string): Promise<void> {
  const found = await kept.take<KeptDraft>('drafts', city).catch(() => undefined)
  found?.draft.photos.forEach(({ id }) => dropPhoto(id))
  await kept.drop('drafts', city).catch(() => {})
}

/** What the author is about to report, and where: what is near is asked for once for each. */
export const subjectOf = ({ type, place }: Draft): string | null => (type && place ? `${type}@${place.lat},${place.lon}` : null)

const filled = (text: string): string | undefined => text.trim() || undefined

export function hasContact({ contact }: Draft): boolean {
  return Boolean(filled(contact.name) ?? filled(contact.email) ?? filled(contact.phone))
}

/** Whether the type asks for a photo and there is none; a report without one is taken all the same. */
export const wantsPhoto = (draft: Draft, type: api.IssueType | null): boolean =>
  type?.photo === 'required' && draft.photos.length === 0

export function toSubmit(draft: Draft): api.SubmitReport {
  if (!draft.place || !draft.type) throw new Error('a report was sent before it was complete')
  const { name, email, phone } = draft.contact
  const consent = draft.consent ?? undefined
  const contact = hasContact(draft) ? { contact: { name: filled(name), email: filled(email), phone: filled(phone), consent } } : {}
  const address = filled(draft.address)
  return {
    id: draft.id,
    type: draft.type,
    place: draft.place,
    ...(address ? { address } : {}),
    description: draft.description.trim(),
    answers: given(draft.answers[draft.type] ?? {}),
    photos: draft.photos.map((p) => p.id),
    ...contact,
    language: words.language,
    secret: draft.secret,
  }
}

/** The step of the wizard where a field of the report is asked. */
export function stepOf(field: string): number {
  if (['place', 'photos', 'address'].includes(field)) return 0
  return field === 'type' ? 1 : 2
}
