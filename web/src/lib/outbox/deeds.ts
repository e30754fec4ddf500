// What was done on the way, and what follows from what the server says to it. No I/O here.
import type { ReportView, Status } from '../api'

/** A change of a case as it was made, with the files that belong to it. */
export type Deed = {
  /** Also the name under which the server does it once. */
  id: string
  user: string
  city: string
  report: string
  number: string
  title: string
  kind: 'safe' | 'move'
  to: Status | null
  body: { seen_version: number; note?: string | null; photos?: string[]; outcome?: string; to?: Status }
  files: { id: string; blob: Blob }[]
  made_at: string
  state: 'waiting' | 'conflict' | 'refused'
  /** What the server said, or what somebody else did meanwhile. */
  words: string | null
  /** The version that the case has by now, where somebody was faster and the deed still makes sense. */
  fresh: number | null
}

/** The oldest deed that can be sent: those of a case go one after the other, and one that waits for its maker holds up its case only. */
export function next(deeds: Deed[], user: string): Deed | null {
  const held = new Set<string>()
  for (const deed of inOrder(deeds)) {
    if (deed.user !== user) continue
    if (deed.state === 'waiting' && !held.has(deed.report)) return deed
    held.add(deed.report)
  }
  return null
}

export const inOrder = (deeds: Deed[]): Deed[] => [...deeds].sort((a, b) => (a.id < b.id ? -1 : 1))

/** After a deed was done: later ones of the same case were made without seeing the version it led to. */
export function followed(deeds: Deed[], done: Deed, version: number): Deed[] {
  return deeds
    .filter((deed) => deed.report === done.report && deed.id > done.id)
    .map((deed) => ({ ...deed, body: { ...deed.body, seen_version: version } }))
}

/** Somebody was faster: the maker chooses. */
export const conflicting = (deed: Deed, now: ReportView): Deed => ({
  ...deed,
  state: 'conflict',
  fresh: fits(deed, now) ? now.version : null,
  words: now.history.at(-1)?.words ?? null,
})

/** Where a result is looked at by a second pair of eyes, it goes there; a browser cannot know that on its own. */
export const toReview = (deed: Deed): Deed => ({ ...deed, to: 'in_review', body: { ...deed.body, to: 'in_review' } })

/** All the same: on top of what somebody else did. */
export const onTop = (deed: Deed): Deed => ({
  ...deed,
  state: 'waiting',
  words: null,
  fresh: null,
  body: { ...deed.body, seen_version: deed.fresh ?? deed.body.seen_version },
})

/** Whether a deed like this still makes sense for the case as it is. */
export function fits(deed: Deed, now: ReportView): boolean {
  if (deed.kind === 'safe') return !now.made_safe_at
  return now.choices.some((choice) => choice.to === deed.to)
}

/** The status that a case will have once all that waits is sent. */
export function willBe(status: Status, deeds: Deed[], report: string): Status {
  return inOrder(deeds).reduce((now, deed) => (deed.report === report && deed.to && deed.state !== 'refused' ? deed.to : now), status)
}
