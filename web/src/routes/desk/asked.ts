// What the desk is asked, as it stands in the address: the same words the server reads.
import type { DeskFilter, Status } from '../../lib/api'

export const LISTS = ['status', 'type', 'category', 'channel', 'department', 'territory', 'crew'] as const
export const FLAGS = ['overdue', 'soon', 'escalated'] as const
const NAMES = ['tab', ...LISTS, 'assignee', ...FLAGS, 'first_action', 'text', 'bbox', 'sort', 'near'] as const
export type Name = (typeof NAMES)[number]
export type List = (typeof LISTS)[number]
export type Asked = Partial<Record<Name, string>>

export const TABS = ['all', 'new', 'in_work', 'soon', 'overdue', 'waiting', 'in_review', 'mine', 'escalated'] as const
export type Tab = (typeof TABS)[number]

/** How a case can have ended. Open and closed ones are never asked for together. */
export const CLOSED: readonly Status[] = [
  'resolved', 'confirmed', 'closed_by_time', 'explained', 'declined', 'forwarded', 'duplicate', 'withdrawn', 'cancelled',
]
export const OPEN: readonly Status[] = [
  'submitted', 'in_moderation', 'registered', 'assigned', 'reopened', 'accepted', 'in_progress', 'planned',
  'waiting_for_resident', 'waiting_for_partner', 'in_review', 'disputed',
]

/** What goes without saying stays out of addresses. */
const USUAL: Asked = { tab: 'all', sort: 'deadline' }

export function read(query: string): Asked {
  const params = new URLSearchParams(query)
  const asked: Asked = {}
  for (const name of NAMES) {
    const value = params.get(name)?.trim()
    if (value && value !== USUAL[name]) asked[name] = value
  }
  return asked
}

/** `?tab=new&type=road-snow`, always in the same order; nothing for the whole queue. */
export function write(asked: Asked): string {
  const parts = NAMES.flatMap((name) => {
    const value = asked[name]
    // Commas part lists and numbers, and read better as they are.
    return value && value !== USUAL[name] ? [`${name}=${encodeURIComponent(value).replaceAll('%2C', ',')}`] : []
  })
  return parts.length > 0 ? `?${parts.join('&')}` : ''
}

export const same = (one: Asked, other: DeskFilter): boolean => write(one) === write(fromServer(other))

/** A kept filter as it came from the server. */
export const fromServer = (query: DeskFilter): Asked =>
  Object.fromEntries(Object.entries(query).filter(([, value]) => value)) as Asked

export const listOf = (asked: Asked, name: Name): string[] => asked[name]?.split(',').filter(Boolean) ?? []

/** With other values; what is empty is not asked. */
export function having(asked: Asked, change: Partial<Record<Name, string | readonly string[] | null>>): Asked {
  const next: Asked = { ...asked }
  for (const [name, value] of Object.entries(change) as [Name, string | readonly string[] | null][]) {
    const text = typeof value === 'string' ? value : (value?.join(',') ?? '')
    if (text) next[name] = text
    else delete next[name]
  }
  return next
}

export const asksClosed = (asked: Asked): boolean => {
  const statuses = listOf(asked, 'status')
  return statuses.length > 0 && statuses.every((status) => (CLOSED as readonly string[]).includes(status))
}

/** Another tab: the filters stay, except those that belong to the tab that is left. */
export function inTab(asked: Asked, tab: Tab | 'closed'): Asked {
  const { status: _, overdue: __, soon: ___, escalated: ____, first_action: _____, tab: ______, ...kept } = asked
  if (tab === 'closed') {
    // The server has one order for them, and looks for words among open ones only.
    const { sort: _s, near: _n, text: _t, ...rest } = kept
    return { ...rest, status: CLOSED.join(',') }
  }
  return having(asksClosed(asked) ? kept : { ...kept }, { tab: tab === 'all' ? null : tab })
}

export const tabOf = (asked: Asked): Tab | 'closed' =>
  asksClosed(asked) ? 'closed' : ((TABS as readonly string[]).includes(asked.tab ?? 'all') ? ((asked.tab ?? 'all') as Tab) : 'all')

/** What narrows the tab: each can be taken away by itself. */
export function narrowing(asked: Asked): Name[] {
  const all = asked.status === CLOSED.join(',')
  return NAMES.filter((name) => asked[name] && !['tab', 'sort', 'near', 'text'].includes(name) && !(name === 'status' && all))
}

/** The tab as it is without any filter. */
export function bare(asked: Asked): Asked {
  const { tab, sort, near } = asked
  const kept = having({}, { tab: tab ?? null, sort: sort ?? null, near: near ?? null })
  return asksClosed(asked) ? inTab(kept, 'closed') : kept
}

export const placeOf = (asked: Asked): { lat: number; lon: number } | null => {
  const [lat, lon] = (asked.near ?? '').split(',').map(Number)
  return asked.near && Number.isFinite(lat) && Number.isFinite(lon) ? { lat: lat!, lon: lon! } : null
}

export const placed = ({ lat, lon }: { lat: number; lon: number }): string => `${lat.toFixed(5)},${lon.toFixed(5)}`
