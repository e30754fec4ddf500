// How far and in which direction, for those who do not look at the map.
import type { Place } from './api'
import { number, t, type Key } from './words.svelte'

const EARTH = 6_371_008.8
const rad = (degrees: number) => (degrees * Math.PI) / 180

export function metresBetween(from: Place, to: Place): number {
  const [dLat, dLon] = [rad(to.lat - from.lat), rad(to.lon - from.lon)]
  const a = Math.sin(dLat / 2) ** 2 + Math.cos(rad(from.lat)) * Math.cos(rad(to.lat)) * Math.sin(dLon / 2) ** 2
  return 2 * EARTH * Math.asin(Math.sqrt(a))
}

const SIDES = ['n', 'ne', 'e', 'se', 's', 'sw', 'w', 'nw'] as const
export type Side = (typeof SIDES)[number]

export function sideOf(from: Place, to: Place): Side {
  const east = rad(to.lon - from.lon) * Math.cos(rad(from.lat))
  const angle = Math.atan2(east, rad(to.lat - from.lat))
  return SIDES[(Math.round((angle / Math.PI) * 4) + 8) % 8]!
}

/** Upper ends of the headings of a list by distance, in metres. */
const RINGS = [300, 1000, 3000] as const
export type Ring = (typeof RINGS)[number] | 'far'
export const ringOf = (metres: number): Ring => RINGS.find((end) => metres <= end) ?? 'far'

/** Nearer than this, a direction would only confuse. */
const HERE = 15

/** Nobody walks by single metres: tens up to a kilometre, then tenths of one. */
export function distanceWords(from: Place, to: Place): string {
  const metres = metresBetween(from, to)
  if (metres < HERE) return t('distance_here')
  const side = t(`distance_side_${sideOf(from, to)}` as Key)
  const far = metres < 995 ? t('distance_m', { count: number(Math.max(20, Math.round(metres / 10) * 10)) }) : t('distance_km', { count: number(Math.round(metres / 100) / 10) })
  return t('distance_side', { distance: far, side })
}
