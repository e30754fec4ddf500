import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { day, dayAt, moment } from './dates'

beforeEach(() => void vi.useFakeTimers({ now: new Date('2026-12-30T09:00:00Z') }))
afterEach(() => void vi.useRealTimers())

test('a day of the next weeks is said without its year, whatever year that is', () => {
  for (const said of [day('2027-01-04'), dayAt('2026-11-24T09:00:00Z', 'Europe/Moscow')]) expect(said).not.toMatch(/20\d\d/)
})

test('a day of long ago is said with its year', () => {
  for (const said of [day('2015-03-31'), moment('2015-03-31T22:45:00Z', 'America/New_York')]) expect(said).toContain('2015')
})
