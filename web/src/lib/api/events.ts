// The city's event feed. An event says that a report has changed, not how: screens ask again, at most once a second.
import { eventsAddress } from './index'
import type { EventView } from './types'

/** Told to the window when a remark tells whoever is signed in. */
export const MENTIONED = 'citycenter-mentioned'

const QUIET = 700
/** Browsers come back by themselves after a break, but not after a refusal: then we do. */
const PATIENCE = 5000

/**
 * Calls `changed` soon after the city's reports changed, with the ids of those that did; with null, when
 * something may have been missed. Returns the way to stop.
 */
export function listen(city: string, changed: (ids: ReadonlySet<string> | null) => void): () => void {
  if (typeof EventSource === 'undefined') return () => {}
  let source: EventSource
  let timer: ReturnType<typeof setTimeout> | undefined
  let again: ReturnType<typeof setTimeout> | undefined
  // After a break in the connection something may have been missed.
  let broken = false
  let ids: Set<string> | null = new Set()
  const soon = (id: string | null) => {
    if (id === null) ids = null
    else ids?.add(id)
    timer ??= setTimeout(() => {
      const changes = ids
      timer = undefined
      ids = new Set()
      changed(changes)
    }, QUIET)
  }
  const open = () => {
    source = new EventSource(eventsAddress(city))
    source.addEventListener('report', ({ data }: MessageEvent<string>) => soon((JSON.parse(data) as EventView).report_id))
    source.addEventListener('mention', () => {
      window.dispatchEvent(new Event(MENTIONED))
      soon(null)
    })
    source.addEventListener('open', () => {
      if (broken) soon(null)
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
