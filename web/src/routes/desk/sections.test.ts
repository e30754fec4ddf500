import { expect, test } from 'vitest'
import type { DeskCard } from '../../lib/api'
import { sections } from './sections'

const here = { lat: 47, lon: 142 }
const card = (id: string, metres: number, shape = 'work', received_at = '2026-11-20T10:00:00Z') =>
  ({ id, shape, received_at, place: { lat: here.lat + metres / 111_195, lon: here.lon } }) as DeskCard
const said = (found: { key: string; reports: DeskCard[] }[]) => found.map(({ key, reports }) => `${key}:${reports.map(({ id }) => id).join('')}`)

test('by urgency, the server’s order within', () => {
  expect(said(sections([card('a', 0, 'soon'), card('b', 0, 'danger'), card('c', 0, 'work'), card('d', 0, 'soon')], 'deadline', null, String)))
    .toEqual(['danger:b', 'soon:ad', 'later:c'])
})

test('each heading stands once, even where two measures of distance disagree', () => {
  expect(said(sections([card('a', 100), card('b', 301), card('c', 299), card('d', 5000)], 'nearest', here, String)))
    .toEqual(['ring_300:ac', 'ring_1000:b', 'ring_far:d'])
})

test('new ones stand under the day they came in, closed ones under nothing', () => {
  const days = [card('a', 0, 'work', '2026-11-21T10:00:00Z'), card('b', 0, 'work', '2026-11-20T10:00:00Z'), card('c', 0)]
  expect(said(sections(days, 'newest', null, (at) => at.slice(0, 10)))).toEqual(['2026-11-21:a', '2026-11-20:bc'])
  expect(said(sections(days, 'closed', null, String))).toEqual(['closed:abc'])
  expect(sections([], 'closed', null, String)).toEqual([])
})
