// Figures in words, the days of a period, and the way from a number to the reports it counts.
import type { FigureWords } from './api'
import { daysBefore } from './dates'
import { words } from './words.svelte'

/** Thousandths as percents: "91,4 %". */
export function percent(thousandths: number): string {
  const locale = words.language === 'ru' ? 'ru-RU' : 'en-GB'
  return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).format(thousandths / 1000)
}

export const PERIODS = ['month', 'quarter', 'year', 'this-year', 'last-year'] as const
export type Period = (typeof PERIODS)[number]

/** The days of a period that ends today, or of a year. */
export function daysOf(period: Period, today: string): { from: string; to: string } {
  const year = Number(today.slice(0, 4))
  if (period === 'this-year') return { from: `${year}-01-01`, to: today }
  if (period === 'last-year') return { from: `${year - 1}-01-01`, to: `${year - 1}-12-31` }
  const days = { month: 30, quarter: 90, year: 365 }[period]
  return { from: daysBefore(today, days - 1), to: today }
}

/** Which period these days are, if one. */
export function periodOf({ from, to }: { from: string; to: string }, today: string): Period | null {
  return PERIODS.find((period) => daysOf(period, today).from === from && daysOf(period, today).to === to) ?? null
}

/** What of the counted reports is meant. */
export type Part = { category?: string; department?: string; territory?: string; shape?: string; kept?: 'yes' | 'no' }

export const OPEN = 'new,work,soon,overdue,waiting,danger'
export const CLOSED = 'resolved,explained,declined'

/** Where on the map the reports are that a number counts. */
export function casesPath(counted: FigureWords, part: Part = {}): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries({ ...counted, ...part })) if (value) query.set(name, value)
  return `/?${query}`
}

/** How much more, as people say it: "+12", "−3", or nothing. */
export function more(now: number, before: number): string {
  const sign = now > before ? '+' : now < before ? '−' : ''
  return sign + new Intl.NumberFormat(words.language).format(Math.abs(now - before))
}
