// The staff's desk: its list, its counts, work on many cases at once, filters that people keep.
import { call, within } from './call'
import type { BulkResult, ChangeMany, DeskCounts, DeskFilter, DeskOptions, DeskPage, DeskPerson, SavedFilter } from './types'

export type DeskAside = { cursor?: string; limit?: number; ids?: string }

export const desk = (city: string, filter: DeskFilter, aside: DeskAside, signal?: AbortSignal) => {
  const query = { ...(filter as Record<string, string | undefined>), ...aside }
  return call<DeskPage>(within(city, '/desk/reports'), signal ? { query, signal } : { query })
}
export const deskCounts = (city: string) => call<DeskCounts>(within(city, '/desk/counts'))
export const deskOptions = (city: string) => call<DeskOptions>(within(city, '/desk/options'))
export const deskPeople = (city: string) => call<{ people: DeskPerson[] }>(within(city, '/desk/people')).then((r) => r.people)

/** At most 100 at once; each is told what became of it. */
export const changeMany = (city: string, body: ChangeMany) =>
  call<{ results: BulkResult[] }>(within(city, '/desk/bulk'), { method: 'POST', body, keepalive: true }).then((r) => r.results)

export const savedFilters = (city: string) => call<{ filters: SavedFilter[] }>(within(city, '/desk/filters')).then((r) => r.filters)
export const saveFilter = (city: string, { id, name, query }: SavedFilter) =>
  call<SavedFilter>(within(city, `/desk/filters/${id}`), { method: 'PUT', body: { name, query } })
export const forgetFilter = (city: string, id: string) => call<void>(within(city, `/desk/filters/${id}`), { method: 'DELETE' })
