// What a resident has written and not sent yet: drafts, photos, and reports on their way. Page and worker share it.
import { shelf } from '../shelf'

export const { put, take, all, drop } = shelf('reports', ['drafts', 'photos', 'parcels'])

/** A photo until its report has arrived. */
export type KeptPhoto = { id: string; blob: Blob; sent?: boolean }
