// A report on its way: what is sent, and what follows from the answer. No I/O here; the page and its worker share it.
import type { ProblemBody, Receipt, SubmitReport } from '../api/types'

/** The name of the lock, of the channel and of the background sync. */
export const SENDING = 'send-reports'

export type Parcel = {
  /** The report's id, by which the server takes it once. */
  id: string
  city: string
  body: SubmitReport
  language: string
  device: string
  made_at: string
  state: 'waiting' | 'sent' | 'refused'
  receipt: Receipt | null
  /** Its receipt was shown; it stays a while for tabs that hear of it late. */
  seen?: boolean
  /** Why it was refused: said at the fields of the draft. */
  refusal: { status: number; body: ProblemBody } | null
}

/** What tabs and the worker tell each other. */
export type News = { id: string }

/** Nobody answered, or nobody who could: the same is sent again later. */
export const isPassing = (status: number): boolean => status === 0 || status === 408 || status === 429 || status >= 500

export const isSentBefore = (status: number, body: ProblemBody): boolean => status === 409 && body.code === 'conflict'

/** The server forgets photos that no report has named for a week: they are sent once more. */
export const lacksPhotos = (body: ProblemBody): boolean => body.errors?.some(({ code }) => code === 'unknown_photo') ?? false

/** Oldest first: a UUIDv7 begins with the time. */
export const inOrder = (parcels: Parcel[]): Parcel[] => [...parcels].sort((a, b) => (a.id < b.id ? -1 : 1))

/** How long a receipt that was shown stays, in milliseconds. */
const SEEN_FOR = 24 * 3600 * 1000

export const isOver = ({ seen, made_at }: Parcel, now: number): boolean => seen === true && now - Date.parse(made_at) > SEEN_FOR

export const waiting = (parcels: Parcel[]): Parcel[] => inOrder(parcels).filter(({ state }) => state === 'waiting')
