import { expect, test } from 'vitest'
import { casesPath, daysOf, more, percent, periodOf, PERIODS } from './figures'
import { words } from './words.svelte'

test('a period that ends today has as many days as it says', () => {
  expect(daysOf('month', '2026-03-01')).toEqual({ from: '2026-01-31', to: '2026-03-01' })
  expect(daysOf('year', '2026-11-22')).toEqual({ from: '2025-11-23', to: '2026-11-22' })
})

test('a year of the calendar is a whole one, this one until today', () => {
  expect(daysOf('this-year', '2026-11-22')).toEqual({ from: '2026-01-01', to: '2026-11-22' })
  expect(daysOf('last-year', '2026-11-22')).toEqual({ from: '2025-01-01', to: '2025-12-31' })
})

test('the days in the address tell which period was chosen', () => {
  for (const period of PERIODS) expect(periodOf(daysOf(period, '2026-11-22'), '2026-11-22')).toBe(period)
  expect(periodOf({ from: '2026-11-01', to: '2026-11-03' }, '2026-11-22')).toBeNull()
})

test('a number leads to its reports by the words it was counted with', () => {
  const counted = { from: '2026-10-01', to: '2026-10-31', territory: 'north' }
  expect(casesPath(counted, { department: 'roads', kept: 'no' }))
    .toBe('/?from=2026-10-01&to=2026-10-31&territory=north&department=roads&kept=no')
})

test('shares and differences are said as the language says them', () => {
  words.language = 'ru'
  expect(percent(914)).toBe('91,4\u00a0%')
  words.language = 'en'
  expect(percent(1000)).toBe('100%')
  expect(more(10, 12)).toBe('−2')
  expect(more(12, 12)).toBe('0')
})
