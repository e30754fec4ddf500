// Headings of a list that goes back in time: how long ago its lines began.
export const AGES = ['today', 'yesterday', 'week', 'month', 'earlier'] as const
export type Age = (typeof AGES)[number]

/** Both are days of the same calendar, `2026-11-22`. */
export function ageOf(day: string, today: string): Age {
  const days = Math.round((Date.parse(today) - Date.parse(day)) / 86_400_000)
  if (days <= 0) return 'today'
  if (days === 1) return 'yesterday'
  if (days < 7) return 'week'
  return days < 30 ? 'month' : 'earlier'
}

/** The lines under their headings, in the order in which they are. */
export function byAge<T>(lines: T[], dayOf: (line: T) => string, today: string): { age: Age; lines: T[] }[] {
  const groups: { age: Age; lines: T[] }[] = []
  for (const line of lines) {
    const age = ageOf(dayOf(line), today)
    const last = groups.at(-1)
    if (last?.age === age) last.lines.push(line)
    else groups.push({ age, lines: [line] })
  }
  return groups
}
