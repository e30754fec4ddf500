// The headings of the list: by urgency, by the day it came in, or by how far it is.
import type { DeskCard, Place } from '../../lib/api'
import { metresBetween, ringOf } from '../../lib/distance'
import { group } from '../../lib/queue'
import type { Sort } from './order'

export type Section = { key: string; reports: DeskCard[] }

/** The server's order stays within each; a list of closed cases has no headings. */
export function sections(reports: DeskCard[], sort: Sort, near: Place | null, dayOf: (at: string) => string): Section[] {
  if (reports.length === 0) return []
  if (sort === 'closed') return [{ key: 'closed', reports }]
  if (sort === 'deadline') return group(reports).map(({ name, reports: of }) => ({ key: name, reports: of }))
  const keyOf = sort === 'nearest' && near
    ? (card: DeskCard) => `ring_${ringOf(metresBetween(near, card.place))}`
    : (card: DeskCard) => dayOf(card.received_at)
  // Two equally far away may stand on either side of a heading's end: its measure is not quite the server's.
  const found = new Map<string, DeskCard[]>()
  for (const card of reports) {
    const key = keyOf(card)
    const known = found.get(key)
    if (known) known.push(card)
    else found.set(key, [card])
  }
  return [...found].map(([key, of]) => ({ key, reports: of }))
}
