import { expect, test } from 'vitest'
import { inOrder, isOver, isPassing, isSentBefore, lacksPhotos, waiting, type Parcel } from './parcel'

const parcel = (id: string, state: Parcel['state'] = 'waiting') => ({ id, state }) as Parcel

test('what was written first is sent first, and what came back waits for its author', () => {
  const parcels = [parcel('3'), parcel('1'), parcel('2', 'refused'), parcel('0', 'sent')]
  expect(inOrder(parcels).map(({ id }) => id)).toEqual(['0', '1', '2', '3'])
  expect(waiting(parcels).map(({ id }) => id)).toEqual(['1', '3'])
})

test('only what may go later waits; a refusal does not', () => {
  expect([0, 429, 503].every(isPassing)).toBe(true)
  expect([403, 409, 422].some(isPassing)).toBe(false)
})

test('an answer that was lost is told from an id that somebody else took', () => {
  expect(isSentBefore(409, { code: 'conflict' })).toBe(true)
  expect(isSentBefore(409, { code: 'version_conflict' })).toBe(false)
})

test('photos that the server forgot are sent once more', () => {
  expect(lacksPhotos({ errors: [{ field: 'photos', code: 'unknown_photo', message: '' }] })).toBe(true)
  expect(lacksPhotos({ errors: [{ field: 'place', code: 'outside_city', message: '' }] })).toBe(false)
})

test('a receipt that was shown stays a day for tabs that hear of it late, one that was not stays', () => {
  const made_at = '2026-11-22T09:00:00Z'
  const [soon, later] = [Date.parse('2026-11-22T10:00:00Z'), Date.parse('2026-11-24T09:00:00Z')]
  const shown = { ...parcel('1', 'sent'), made_at, seen: true }
  expect([isOver(shown, soon), isOver(shown, later), isOver({ ...shown, seen: false }, later)]).toEqual([false, true, false])
})
