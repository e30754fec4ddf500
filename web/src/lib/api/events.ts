// The city's event feed. Screens do not read single events: they ask again, at most once a second.
import { eventsAddress } from './index'

const QUIET = 700

/** Calls `changed` soon after the city's reports changed. Returns the way to stop. */
export function listen(city: string, changed: () => void): () => void {
  if (typeof EventSource === 'undefined') return () => {}
  const source = new EventSource(eventsAddress(city))
  let timer: ReturnType<typeof setTimeout> | undefined
  const soon = () => {
    timer ??= setTimeout(() => {
      timer = undefined
      changed()
    }, QUIET)
  }
  source.addEventListener('report', soon)
  // After a break in the connection something may have been missed.
  let broken = false
  source.addEventListener('error', () => (broken = true))
  source.addEventListener('open', () => {
    if (broken) soon()
    broken = false
  })
  return () => {
    clearTimeout(timer)
    source.close()
  }
}
