// What a case tells about itself, beyond its fields.
import type { CaseLink, Clock, Extension, HistoryLine, ReportView, Status } from './api'

const CLOSED: readonly Status[] = [
  'resolved', 'confirmed', 'closed_by_time', 'explained', 'declined', 'duplicate', 'forwarded', 'withdrawn', 'cancelled',
]
export const isOpen = ({ status }: Pick<ReportView, 'status'>): boolean => !CLOSED.includes(status)

/** Since when a clock stands still, if it does. */
export const standsSince = (clock: Clock): string | null => clock.pauses.find((pause) => !pause.until)?.from ?? null

export const stands = (clocks: Clock[]): boolean => clocks.some((clock) => standsSince(clock) !== null)

export type Waiting = {
  whom: 'resident' | 'partner'
  since: string
  /** What was asked, or what we wait for, if this reader may see it. */
  words: string | null
  /** A clock that the law does not let stand goes on all the same. */
  stands: boolean
}

/** Whom a case waits for; nothing when it does not. */
export function waitingFor(report: ReportView): Waiting | null {
  const { status } = report
  if (status !== 'waiting_for_resident' && status !== 'waiting_for_partner') return null
  const line = report.history.findLast((l) => l.kind === 'status_changed' && l.status === status)
  return {
    whom: status === 'waiting_for_resident' ? 'resident' : 'partner',
    since: line?.at ?? report.received_at,
    words: line?.note ?? null,
    stands: stands(report.clocks),
  }
}

/** What changed last, for somebody who was too late. */
export const lastChange = (report: ReportView): HistoryLine | undefined => report.history.at(-1)

/** What happened to a case since it was on the screen, for somebody who was too late: the latest few. */
export function changesSince(seen: ReportView, now: ReportView, limit = 5): HistoryLine[] {
  const last = seen.history.at(-1)?.n ?? 0
  return now.history.filter((line) => line.n > last && !QUIET_KINDS.includes(line.kind)).slice(-limit)
}
/** These change nothing of what somebody works on. */
const QUIET_KINDS: readonly HistoryLine['kind'][] = ['remark_added', 'mentioned', 'attachment_added', 'attachment_removed']

export const undecided = (report: ReportView): Extension | undefined => report.extensions.find((e) => e.approved == null)
export const approved = (report: ReportView): Extension[] => report.extensions.filter((e) => e.approved === true)

/** Whether a contractor's link still leads to its case at `now`, in milliseconds. */
export function linkStanding({ ended_at, expires_at }: CaseLink, now: number): 'good' | 'ended' | 'expired' {
  if (ended_at) return 'ended'
  return Date.parse(expires_at) > now ? 'good' : 'expired'
}
