// Where the map stands, as it is in the address: latitude, longitude, zoom.
import type { Place } from '../api/types'

export type At = { place: Place; zoom: number }

/** How near a place is shown that comes without a zoom. */
const NEAR = 17

/** `46.959,142.738,14.5`, the zoom if it is known; nothing when it cannot be read. */
export function readAt(query: string): At | null {
  const parts = new URLSearchParams(query).get('at')?.split(',') ?? []
  const [lat, lon, zoom = NEAR] = parts.map((part) => (part.trim() ? Number(part) : NaN)) as [number, number, number?]
  const within = Math.abs(lat) <= 90 && Math.abs(lon) <= 180 && zoom >= 0 && zoom <= 24
  return parts.length > 1 && parts.length < 4 && within ? { place: { lat, lon }, zoom } : null
}

/** A hundred-thousandth of a degree is a metre. */
export const writeAt = ({ place, zoom }: At): string =>
  [place.lat.toFixed(5), place.lon.toFixed(5), String(Math.round(zoom * 100) / 100)].join(',')
