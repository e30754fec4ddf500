// What the public map is asked, as it stands in the address: the same words the server reads.
import type { Shape } from '../api/types'
import { daysBefore } from '../dates'
import { SHAPES } from './shapes'

export const NAMES = ['category', 'type', 'department', 'territory', 'shape', 'from', 'to', 'kept', 'days'] as const
export type Name = (typeof NAMES)[number]
export type Asked = Partial<Record<Name, string>>

export function read(query: string): Asked {
  const params = new URLSearchParams(query)
  const asked: Asked = {}
  for (const name of NAMES) {
    const value = params.get(name)?.trim()
    if (value) asked[name] = value
  }
  return asked
}

/** `category=roads&shape=new,work`, always in the same order; empty for all there is. */
export function write(asked: Asked): string {
  return NAMES.flatMap((name) => {
    const value = asked[name]
    // Commas part lists, and read better as they are.
    return value ? [`${name}=${encodeURIComponent(value).replaceAll('%2C', ',')}`] : []
  }).join('&')
}

/** With other values; what is empty is not asked. */
export function having(asked: Asked, change: Partial<Record<Name, string | null>>): Asked {
  const next: Asked = { ...asked }
  for (const [name, value] of Object.entries(change) as [Name, string | null][]) {
    if (value) next[name] = value
    else delete next[name]
  }
  return next
}

export const shapesOf = (asked: Asked): Shape[] => {
  const named = asked.shape?.split(',') ?? []
  return SHAPES.filter((shape) => named.includes(shape))
}

/** What narrows the map, as people count it: a period is one thing whatever its ends. */
export const PARTS = ['category', 'type', 'shape', 'period', 'department', 'territory', 'kept'] as const
export type Part = (typeof PARTS)[number]
const WORDS: Partial<Record<Part, readonly Name[]>> = { period: ['from', 'to', 'days'] }
const wordsOf = (part: Part): readonly Name[] => WORDS[part] ?? [part as Name]

export const narrowing = (asked: Asked): Part[] => PARTS.filter((part) => wordsOf(part).some((name) => asked[name]))
export const without = (asked: Asked, part: Part): Asked =>
  having(asked, Object.fromEntries(wordsOf(part).map((name) => [name, null])))

/** A category changes what types there are. */
export const inCategory = (asked: Asked, category: string | null): Asked => having(asked, { category, type: null })

/** Periods that people name, by the day on which they begin; `today` is the city's. */
export const PERIODS = { today: 0, week: 6, month: 29, year: 364 } as const
export type Period = keyof typeof PERIODS

export const begins = (period: Period, today: string): string => daysBefore(today, PERIODS[period])

/** Which of them is asked; none when the ends are others. */
export const periodOf = (asked: Asked, today: string): Period | 'usual' | null => {
  if (!asked.from && !asked.to && !asked.days) return 'usual'
  if (asked.to || asked.days) return null
  return (Object.keys(PERIODS) as Period[]).find((period) => begins(period, today) === asked.from) ?? null
}
