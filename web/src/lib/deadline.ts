// The words that go with a day ribbon: one short line for lists, a lead and a rest for cards.
import type { Clock, ReportCard } from './api'
import { stands } from './case'
import { day, dayAt, momentShort } from './dates'
import { t, tn } from './words.svelte'

export type Dated = Pick<ReportCard, 'shape' | 'ribbon' | 'resolved_at' | 'first_action_due_at' | 'status'> & {
  first_action_at?: string | null
  /** Only a whole report tells whether its clocks stand. */
  clocks?: Clock[]
}
export type DeadlineWords = { short: string; lead: string; rest: string }

export function deadlineWords(report: Dated, timeZone: string, now: number = Date.now()): DeadlineWords {
  const { ribbon, shape } = report
  const due = day(ribbon.due_on)
  if (ribbon.closed) return closedWords(report, due, timeZone)
  // Somebody else has the next word: a dispute waits as a question does.
  if (shape === 'waiting' || (report.status === 'disputed' && ribbon.late === 0)) {
    const words = t(`case_status_${report.status}`)
    return { short: words, lead: `${words}.`, rest: report.clocks ? waitingRest(report.clocks, due) : '' }
  }
  if (shape === 'danger' && report.first_action_due_at && !report.first_action_at) {
    const at = momentShort(report.first_action_due_at, timeZone)
    const rest = t('deadline_due_rest', { due })
    if (Date.parse(report.first_action_due_at) < now) {
      return { short: t('deadline_visit_late_short', { at }), lead: t('deadline_visit_late_lead', { at }), rest }
    }
    return { short: t('deadline_visit_short', { at }), lead: t('deadline_visit_lead', { at }), rest }
  }
  if (ribbon.late > 0) {
    return { short: tn('deadline_late_short', ribbon.late), lead: tn('deadline_late_lead', ribbon.late), rest: t('deadline_late_rest', { due }) }
  }
  return openWords(report, due)
}

/** Not every clock may stand while we wait. */
function waitingRest(clocks: Clock[], due: string): string {
  return stands(clocks) ? t('deadline_waiting_stands') : t('deadline_waiting_runs', { due })
}

function openWords({ ribbon }: Dated, due: string): DeadlineWords {
  const running = ribbon.day === 0
    ? tn('deadline_received_today', ribbon.cells)
    : t('deadline_running', { day: ribbon.day, cells: ribbon.cells })
  if (ribbon.days_left === 0) return { short: t('deadline_today'), lead: t('deadline_today_lead', { due }), rest: running }
  if (ribbon.days_left === 1) return { short: t('deadline_tomorrow'), lead: t('deadline_tomorrow_lead', { due }), rest: running }
  if (ribbon.days_left === 2) return { short: tn('deadline_left', ribbon.days_left), lead: t('deadline_due_lead', { due }), rest: running }
  const short = ribbon.day === 0 ? t('deadline_due_lead_short', { due }) : t('deadline_day_short', { day: ribbon.day, cells: ribbon.cells })
  return { short, lead: t('deadline_due_lead', { due }), rest: running }
}

function closedWords(report: Dated, due: string, timeZone: string): DeadlineWords {
  const { ribbon, shape } = report
  if (shape !== 'resolved') {
    const words = t(`case_status_${report.status}`)
    return { short: words, lead: `${words}.`, rest: shape === 'explained' ? t('deadline_promised', { due }) : '' }
  }
  const done = report.resolved_at ? dayAt(report.resolved_at, timeZone) : due
  if (ribbon.kept === false) {
    return {
      short: tn('deadline_done_late_short', ribbon.late), lead: tn('deadline_done_late_lead', ribbon.late),
      rest: t('deadline_done_rest', { due, done }),
    }
  }
  const short = ribbon.day === 0
    ? t('deadline_done_same_day')
    : t('deadline_done_short', { day: ribbon.day, cells: ribbon.cells })
  return { short, lead: t('deadline_kept_lead'), rest: t('deadline_done_rest', { due, done }) }
}
