// The city the screens are about, its catalogue, and the addresses inside it.
import * as api from './api'
import type { Catalogue, CityView, IssueType } from './api'
import { words } from './words.svelte'

export const town = $state<{ all: CityView[]; current: CityView | null }>({ all: [], current: null })

/** The current city; screens are shown only when there is one. */
export function city(): CityView {
  if (!town.current) throw new Error('a screen was shown before its city was known')
  return town.current
}

export function pathTo(path: string): string {
  const current = city()
  if (current.slug === town.all[0]?.slug) return path
  return `/c/${current.slug}${path === '/' ? '' : path}`
}

const catalogues = new Map<string, Promise<Catalogue>>()

/** The catalogue in the reader's language; asked once. */
export function catalogue(slug: string): Promise<Catalogue> {
  const key = `${slug}:${words.language}`
  let found = catalogues.get(key)
  if (!found) {
    found = api.catalogue(slug)
    found.catch(() => catalogues.delete(key))
    catalogues.set(key, found)
  }
  return found
}

export function typeOf(catalogue: Catalogue, slug: string): IssueType | undefined {
  return catalogue.categories.flatMap((c) => c.types).find((type) => type.slug === slug)
}
