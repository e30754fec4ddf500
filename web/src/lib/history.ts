// A line of a report's history in words and with a mark.
import type { HistoryLine, ReportView, Shape } from './api'
import { has, t, type Key } from './words.svelte'

export function historyWords(line: HistoryLine, report: Pick<ReportView, 'department'>): string {
  if (line.kind === 'submitted') return t('history_submitted')
  if (line.kind === 'assigned') return t('history_assigned', { department: report.department.title })
  if (line.kind === 'publication_changed') return t('history_publication_changed')
  const key = `history_${line.status}`
  return has(key) ? t(key as Key) : t('history_changed')
}

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
