import { expect, test } from 'vitest'
import type { DeskCard } from '../../lib/api'
import { between, compare, merge } from './order'

const card = (id: string, due: number, more: Partial<DeskCard> = {}): DeskCard =>
  ({ id, number: `2026-00000${id}`, next_due_at: new Date(due * 1000).toISOString(), place: { lat: due, lon: 0 }, version: 1, ...more }) as DeskCard
const order = compare('deadline', null)
const ids = (cards: DeskCard[]) => cards.map(({ id }) => id).join('')
const rows = [card('a', 1), card('b', 2), card('c', 3)]

test('a change shows where it is, a new one waits, nothing moves', () => {
  const told = { cards: [card('b', 9, { version: 2 }), card('n', 1)], about: new Set(['b', 'n']), last: null }
  const merged = merge(rows, told, order, null, new Set())
  expect(ids(merged.rows)).toBe('abc')
  expect(merged.rows[1]?.version).toBe(2)
  expect(ids(merged.fresh)).toBe('n')
})

test('what does not belong there any more leaves, unless somebody is at it', () => {
  const told = { cards: [], about: new Set(['a', 'b']), last: null }
  const merged = merge(rows, told, order, null, new Set(['b']))
  expect(ids(merged.rows)).toBe('bc')
  expect([...merged.left]).toEqual(['b'])
})

test('an answer that ends before the list does says nothing of the rest', () => {
  const told = { cards: [card('n', 0), rows[1]!], about: null, last: rows[1]! }
  const merged = merge(rows, told, order, null, new Set())
  expect(ids(merged.rows)).toBe('bc')
  expect(ids(merged.fresh)).toBe('n')
})

test('what stands after the last loaded page is no news yet', () => {
  const told = { cards: [card('y', 2), card('z', 99)], about: new Set(['y', 'z']), last: null }
  expect(ids(merge(rows, told, order, rows[2]!, new Set()).fresh)).toBe('y')
})

test('each order is the server’s', () => {
  const sorted = (sort: Parameters<typeof compare>[0], cards: DeskCard[], near = { lat: 3, lon: 0 }) => ids(cards.toSorted(compare(sort, near)))
  const [a, b, c] = [card('a', 1, { closed_at: '2026-11-01T00:00:00Z' }), card('b', 1, { closed_at: '2026-11-03T00:00:00Z' }), card('c', 2.5, { closed_at: '2026-11-02T00:00:00Z' })]
  expect(sorted('deadline', [c!, b!, a!])).toBe('abc')
  expect(sorted('newest', [a!, c!, b!])).toBe('cba')
  expect(sorted('closed', [a!, b!, c!])).toBe('bca')
  expect(sorted('nearest', [a!, b!, c!])).toBe('cab')
})

test('a range goes both ways and begins with itself', () => {
  const all = ['a', 'b', 'c', 'd']
  expect(between(all, 'b', 'd')).toEqual(['b', 'c', 'd'])
  expect(between(all, 'd', 'b')).toEqual(['b', 'c', 'd'])
  expect(between(all, null, 'c')).toEqual(['c'])
  expect(between(all, 'gone', 'c')).toEqual(['c'])
  expect(between(all, 'a', 'gone')).toEqual([])
})
