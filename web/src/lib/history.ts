// A line of a report's history: which of them are shown, and with which mark. The server says the words.
import type { HistoryLine, Shape } from './api'

/** Several checks of what is public in a row are one line to a reader. */
export function condensed(history: HistoryLine[]): HistoryLine[] {
  return history.filter((line, i) => line.kind !== 'publication_changed' || history[i + 1]?.kind !== 'publication_changed')
}

export function historyShape(line: HistoryLine): Shape {
  if (line.kind === 'submitted' || line.kind === 'assigned') return 'new'
  switch (line.status) {
    case 'resolved': case 'confirmed': case 'closed_by_time': return 'resolved'
    case 'waiting_for_resident': case 'waiting_for_partner': return 'waiting'
    case 'explained': case 'forwarded': return 'explained'
    case 'declined': case 'duplicate': case 'withdrawn': case 'cancelled': return 'declined'
    case 'submitted': case 'registered': case 'assigned': return 'new'
    default: return 'work'
  }
}
