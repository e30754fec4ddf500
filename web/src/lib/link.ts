// A link that begins a report where it is, as a code on a lamp post does: `/report?at=57.6204,36.3992&type=road-street-lighting`.
import type { Draft } from './draft.svelte'
import { readAt } from './map/at'

/** Whether the author has put anything into it that a link may not replace. */
const isBegun = (draft: Draft): boolean =>
  draft.photos.length > 0 || draft.description.trim() !== '' || Object.keys(draft.answers).length > 0

/** The draft as the link begins it; one that is being written stays as it is. */
export function begin(draft: Draft, query: string): Draft {
  const at = readAt(query)
  const type = new URLSearchParams(query).get('type')
  if (isBegun(draft) || (!at && !type)) return draft
  const place = at && { place: at.place, zoom: at.zoom, address: '' }
  return { ...draft, ...place, ...(type ? { type } : {}), step: 0 }
}
