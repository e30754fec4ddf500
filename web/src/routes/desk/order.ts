// The order of the list, as the server has it, so that what comes in by itself finds its place in it.
import type { DeskCard, Place } from '../../lib/api'
import { metresBetween } from '../../lib/distance'

export type Sort = 'deadline' | 'newest' | 'nearest' | 'closed'

const by = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)
const at = (time: string | null | undefined): number => Date.parse(time ?? '') || 0

export function compare(sort: Sort, near: Place | null): (one: DeskCard, other: DeskCard) => number {
  switch (sort) {
    case 'newest':
      return (one, other) => by(other.number, one.number)
    case 'nearest': {
      const far = (card: DeskCard) => (near ? metresBetween(near, card.place) : 0)
      return (one, other) => far(one) - far(other) || by(one.id, other.id)
    }
    case 'closed':
      return (one, other) => at(other.closed_at) - at(one.closed_at) || by(other.id, one.id)
    default:
      return (one, other) => at(one.next_due_at) - at(other.next_due_at) || by(one.id, other.id)
  }
}

export type Merged = {
  /** What is shown: nothing moves, nothing is added. */
  rows: DeskCard[]
  /** Belongs into the list since now; waits until it is asked for. */
  fresh: DeskCard[]
  /** Belongs there no longer, but stays as long as somebody is at it. */
  left: Set<string>
}

export type Told = {
  cards: DeskCard[]
  /** Only these were asked about; without them, everything up to `last`. */
  about: ReadonlySet<string> | null
  /** After this one the answer ended, though the list goes on. */
  last: DeskCard | null
}

/** What the server tells now, against what is on the screen. `held` is where somebody is at work. */
export function merge(rows: DeskCard[], told: Told, order: (a: DeskCard, b: DeskCard) => number, end: DeskCard | null, held: ReadonlySet<string>): Merged {
  const now = new Map(told.cards.map((card) => [card.id, card]))
  const asked = (card: DeskCard) => (told.about ? told.about.has(card.id) : !told.last || order(card, told.last) <= 0)
  const left = new Set<string>()
  const kept = rows.flatMap((row) => {
    const card = now.get(row.id)
    // Answers may overtake each other.
    if (card) return [card.version < row.version ? row : card]
    if (!asked(row)) return [row]
    if (!held.has(row.id)) return []
    left.add(row.id)
    return [row]
  })
  const known = new Set(rows.map((row) => row.id))
  // What would stand after the last loaded page comes with the next one.
  const fresh = told.cards.filter((card) => !known.has(card.id) && (!end || order(card, end) <= 0))
  return { rows: kept, fresh, left }
}

/** All that lies between two rows of the list, both of them too. */
export function between(order: string[], from: string | null, to: string): string[] {
  const start = from === null ? -1 : order.indexOf(from)
  const end = order.indexOf(to)
  if (end < 0) return []
  if (start < 0) return [to]
  return order.slice(Math.min(start, end), Math.max(start, end) + 1)
}
