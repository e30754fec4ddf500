import { expect, test } from 'vitest'
import { byAge } from './recent'

test('lines stand under how long ago they began, in their own order', () => {
  const days = ['2026-11-22', '2026-11-22', '2026-11-21', '2026-11-16', '2026-11-15', '2025-11-22']
  const groups = byAge(days, (day) => day, '2026-11-22')
  expect(groups.map(({ age, lines }) => [age, lines.length])).toEqual([['today', 2], ['yesterday', 1], ['week', 1], ['month', 1], ['earlier', 1]])
})
