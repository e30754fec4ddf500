// The city the screens are about, its catalogue, and the addresses inside it.
import * as api from './api'
import type { Catalogue, CityView, IssueType } from './api'
import { calendarDay } from './dates'
import { words } from './words.svelte'

export const town = $state<{ all: CityView[]; current: CityView | null }>({ all: [], current: null })

/** The current city; screens are shown only when there is one. */
export function city(): CityView {
  if (!town.current) throw new Error('a screen was shown before its city was known')
  return town.current
}

/** The day it is in the city, as the server writes days. */
export const today = (): string => calendarDay(new Date().toISOString(), city().time_zone)

/** The city's own data has changed under the reader: asks for it again. */
export async function renewCity(): Promise<void> {
  town.all = await api.cities()
}

export function pathTo(path: string): string {
  const current = city()
  if (current.slug === town.all[0]?.slug) return path
  return `/c/${current.slug}${path === '/' ? '' : path}`
}

/** What a city offers, in the reader's language; asked once. */
function once<T>(ask: (slug: string) => Promise<T>): (slug: string) => Promise<T> {
  const known = new Map<string, Promise<T>>()
  return (slug) => {
    const key = `${slug}:${words.language}`
    let found = known.get(key)
    if (!found) {
      found = ask(slug)
      found.catch(() => known.delete(key))
      known.set(key, found)
    }
    return found
  }
}

export const catalogue = once(api.catalogue)
export const departments = once(api.departments)

export function typeOf(catalogue: Catalogue, slug: string): IssueType | undefined {
  return catalogue.categories.flatMap((c) => c.types).find((type) => type.slug === slug)
}
