// Which of the reports near a place are offered, and in what order.
import type { NearbyReport } from './api'
import { isOpen } from './case'

/** What fits a phone before the form itself. */
const MOST = 5

/** Open ones first: those can still be joined. The server's order, by distance, stays within each. */
export const offered = (reports: NearbyReport[]): NearbyReport[] =>
  [...reports.filter(isOpen), ...reports.filter((report) => !isOpen(report))].slice(0, MOST)
