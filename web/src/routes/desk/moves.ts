// The moves a case can make, as buttons. The server says which of them are open to the person.
import type * as api from '../../lib/api'

export type Move = {
  to: api.Status
  words: 'action_to_accepted' | 'action_to_in_progress' | 'action_to_resolved'
  icon: string
  /** Something has to come with it, so it opens a dialog. */
  asks: boolean
}

const KNOWN: Omit<Move, 'asks'>[] = [
  { to: 'accepted', words: 'action_to_accepted', icon: 'check' },
  { to: 'in_progress', words: 'action_to_in_progress', icon: 'tool' },
  { to: 'resolved', words: 'action_to_resolved', icon: 'checks' },
]

/** In the order of the work: the first one is the next step. */
export function offered(choices: api.Choice[]): Move[] {
  return KNOWN.flatMap((move) => {
    const choice = choices.find((c) => c.to === move.to)
    return choice ? [{ ...move, asks: choice.needs.length > 0 }] : []
  })
}
