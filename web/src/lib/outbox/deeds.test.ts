import { expect, test } from 'vitest'
import type { ReportView } from '../api'
import { conflicting, fits, followed, next, onTop, willBe, type Deed } from './deeds'

const deed = (id: string, more: Partial<Deed> = {}): Deed => ({
  id, user: 'anna', city: 'town', report: 'lamp', number: '2026-000001', title: 'Dark', kind: 'move', to: 'in_progress',
  body: { seen_version: 3, to: 'in_progress' }, files: [], made_at: '2026-11-22T09:00:00Z', state: 'waiting', words: null, fresh: null, ...more,
})
const view = (more: Partial<ReportView>): ReportView => ({ version: 5, history: [], choices: [], ...more }) as unknown as ReportView

test('what was done first is sent first, and only by whoever did it', () => {
  const deeds = [deed('2'), deed('1'), deed('0', { user: 'boris' })]
  expect(next(deeds, 'anna')?.id).toBe('1')
  expect(next(deeds, 'vera')).toBeNull()
})

test('what waits for a choice holds up its own case and no other', () => {
  const stuck = deed('1', { state: 'conflict' })
  expect(next([stuck, deed('2')], 'anna')).toBeNull()
  expect(next([stuck, deed('2'), deed('3', { report: 'pit' })], 'anna')?.id).toBe('3')
})

test('what follows on the same case is sent from the version that the first led to', () => {
  const first = deed('1')
  const later = followed([first, deed('2'), deed('3', { report: 'pit' })], first, 4)
  expect(later.map((d) => [d.id, d.body.seen_version])).toEqual([['2', 4]])
})

test('a conflict tells what happened, and may be put on top of it', () => {
  const now = view({ history: [{ words: 'Planned' }] as ReportView['history'], choices: [{ to: 'in_progress', needs: [] }] })
  const stuck = conflicting(deed('1'), now)
  expect(stuck).toMatchObject({ state: 'conflict', words: 'Planned', fresh: 5 })
  expect(conflicting(deed('1'), view({})).fresh, 'a case that is closed by now').toBeNull()
  expect(onTop(stuck)).toMatchObject({ state: 'waiting', words: null, body: { seen_version: 5 } })
})

test('a deed fits only a case that still offers it', () => {
  expect(fits(deed('1'), view({ choices: [{ to: 'in_progress', needs: [] }] }))).toBe(true)
  expect(fits(deed('1'), view({ choices: [] }))).toBe(false)
  expect(fits(deed('1', { kind: 'safe', to: null }), view({ made_safe_at: '2026-11-22T09:00:00Z' }))).toBe(false)
})

test('a case already shows what it will be, but not by what was refused', () => {
  const done = deed('2', { to: 'resolved' })
  expect(willBe('accepted', [done, deed('1')], 'lamp')).toBe('resolved')
  expect(willBe('accepted', [{ ...done, state: 'refused' }, deed('1')], 'lamp')).toBe('in_progress')
  expect(willBe('accepted', [done], 'pit')).toBe('accepted')
})
