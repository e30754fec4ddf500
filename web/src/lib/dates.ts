// Dates as people say them, in the city's time zone.
import { words } from './words.svelte'

const formats = new Map<string, Intl.DateTimeFormat>()

function format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const locale = words.language === 'ru' ? 'ru-RU' : 'en-GB'
  const key = locale + JSON.stringify(options)
  let found = formats.get(key)
  if (!found) formats.set(key, (found = new Intl.DateTimeFormat(locale, options)))
  return found
}

/** A calendar day of the server ("2026-11-24"), which no time zone may move. */
const asDay = (day: string) => new Date(`${day}T12:00:00Z`)

const HALF_A_YEAR = 183 * 86_400_000
/** The year is said where nobody can guess it: more than half a year from today. */
function near(at: Date, options: Intl.DateTimeFormatOptions): string {
  const isFar = Math.abs(at.getTime() - Date.now()) > HALF_A_YEAR
  return format(isFar ? { ...options, year: 'numeric' } : options).format(at)
}

export const day = (iso: string) => near(asDay(iso), { day: 'numeric', month: 'long', timeZone: 'UTC' })
export const dayShort = (iso: string) => near(asDay(iso), { day: 'numeric', month: 'short', timeZone: 'UTC' })
export const weekday = (iso: string) => format({ weekday: 'long', timeZone: 'UTC' }).format(asDay(iso))

/** The city's calendar day of a moment, as the server writes days. */
export const calendarDay = (at: string, timeZone: string) => new Intl.DateTimeFormat('en-CA', { timeZone }).format(new Date(at))

/** The day so many before another, as the server writes days. */
export function daysBefore(day: string, count: number): string {
  const at = asDay(day)
  at.setUTCDate(at.getUTCDate() - count)
  return at.toISOString().slice(0, 10)
}

export const dayAt = (at: string, timeZone: string) => near(new Date(at), { day: 'numeric', month: 'long', timeZone })
export const moment = (at: string, timeZone: string) =>
  near(new Date(at), { day: 'numeric', month: 'long', hour: 'numeric', minute: '2-digit', timeZone })
export const momentShort = (at: string, timeZone: string) =>
  near(new Date(at), { day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit', timeZone })
export const time = (at: string, timeZone: string) =>
  format({ hour: 'numeric', minute: '2-digit', timeZone }).format(new Date(at))

/** "22 ноября 2026 г." */
export const dayOfYear = (iso: string) =>
  format({ day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(asDay(iso))
/** The month of a day: "ноябрь 2026 г." */
export const monthName = (iso: string) => format({ month: 'long', year: 'numeric', timeZone: 'UTC' }).format(asDay(iso))
export const monthShort = (iso: string) => format({ month: 'short', timeZone: 'UTC' }).format(asDay(iso))
