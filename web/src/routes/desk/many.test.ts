import { expect, test } from 'vitest'
import type { DeskCard, DeskMoves, Status } from '../../lib/api'
import { fieldsOfMany, leadsBack, moved, movesOf } from './many'

const card = (id: string, status: Status, due = '2026-11-30', days_left = 3): DeskCard =>
  ({ id, status, emergency: false, ribbon: { due_on: due, days_left } }) as DeskCard
const moves: DeskMoves[] = [
  { from: 'assigned', choices: [{ to: 'accepted', needs: [] }, { to: 'planned', needs: ['date'] }, { to: 'duplicate', needs: ['original'] }] },
  { from: 'accepted', choices: [{ to: 'in_progress', needs: [] }, { to: 'planned', needs: ['date'] }, { to: 'resolved', needs: ['photo', 'outcome'] }] },
  { from: 'waiting_for_partner', choices: [{ to: 'in_progress', needs: [] }] },
  { from: 'in_progress', choices: [{ to: 'waiting_for_partner', needs: ['reason'] }] },
]

test('of different cases each goes only where it may, and the step that most can take comes first', () => {
  const { first, others } = movesOf([card('a', 'assigned'), card('b', 'assigned'), card('c', 'accepted')], moves)
  expect(first?.to).toBe('accepted')
  expect(first?.cards.map(({ id }) => id)).toEqual(['a', 'b'])
  expect(others.map(({ to, cards }) => [to, cards.length])).toEqual([['planned', 3], ['in_progress', 1]])
})

test('what needs a photo or another report is not done to many', () => {
  const { first, others } = movesOf([card('a', 'accepted'), card('b', 'assigned')], moves)
  expect([first, ...others].map((move) => move?.to)).not.toContain('resolved')
  expect([first, ...others].map((move) => move?.to)).not.toContain('duplicate')
})

test('only what goes back by a press alone is offered to be undone', () => {
  expect(leadsBack('in_progress', 'waiting_for_partner', moves)).toBe(true)
  expect(leadsBack('waiting_for_partner', 'in_progress', moves)).toBe(false)
  expect(leadsBack('assigned', 'accepted', moves)).toBe(false)
})

test('one day suits all: the earliest deadline bounds it, late ones do not', () => {
  const cards = [card('a', 'assigned', '2026-12-05'), card('b', 'assigned', '2026-12-01'), card('c', 'assigned', '2026-11-01', -20)]
  const planned = movesOf(cards, moves).others.find(({ to }) => to === 'planned')!
  const fields = fieldsOfMany(planned, [])
  expect(fields.find(({ name }) => name === 'planned_for')?.max).toBe('2026-12-01')
  expect(fields.map(({ name }) => name)).not.toContain('photos')
  expect(moved('planned', { planned_for: '2026-12-01', note: '' })).toEqual({ to: 'planned', planned_for: '2026-12-01' })
})
