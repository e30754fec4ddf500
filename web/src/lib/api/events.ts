// The city's event feed. Screens do not read single events: they ask again, at most once a second.
import { eventsAddress } from './index'

/** Told to the window when a remark tells whoever is signed in. */
export const MENTIONED = 'citycenter-mentioned'

const QUIET = 700
/** Browsers come back by themselves after a break, but not after a refusal: then we do. */
const PATIENCE = 5000

/** Calls `changed` soon after the city's reports changed. Returns the way to stop. */
export function listen(city: string, changed: () => void): () => void {
  if (typeof EventSource === 'undefined') return () => {}
  let source: EventSource
  let timer: ReturnType<typeof setTimeout> | undefined
  let again: ReturnType<typeof setTimeout> | undefined
  // After a break in the connection something may have been missed.
  let broken = false
  const soon = () => {
    timer ??= setTimeout(() => {
      timer = undefined
      changed()
    }, QUIET)
  }
  const open = () => {
    source = new EventSource(eventsAddress(city))
    source.addEventListener('report', soon)
    source.addEventListener('mention', () => {
      window.dispatchEvent(new Event(MENTIONED))
      soon()
    })
    source.addEventListener('open', () => {
      if (broken) soon()
      broken = false
    })
    source.addEventListener('error', () => {
      broken = true
      if (source.readyState === EventSource.CLOSED) again = setTimeout(open, PATIENCE)
    })
  }
  open()
  return () => {
    clearTimeout(timer)
    clearTimeout(again)
    source.close()
  }
}
