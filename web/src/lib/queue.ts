// The queue as the desk shows it: the server's order, cut into groups by urgency.
import type { ReportCard, Shape } from './api'

export const GROUPS = ['danger', 'overdue', 'soon', 'later'] as const
export type Group = (typeof GROUPS)[number]

const groupOf = (shape: Shape): Group =>
  shape === 'danger' || shape === 'overdue' || shape === 'soon' ? shape : 'later'

export function group<T extends ReportCard>(reports: T[]): { name: Group; reports: T[] }[] {
  return GROUPS.map((name) => ({ name, reports: reports.filter((r) => groupOf(r.shape) === name) })).filter(
    (g) => g.reports.length > 0,
  )
}
