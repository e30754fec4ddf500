import { beforeEach, expect, test } from 'vitest'
import type { Choice, ReportView } from '../../lib/api'
import { words } from '../../lib/words.svelte'
import { arranged, fieldsOf } from './moves'

const choice = (to: Choice['to'], ...needs: Choice['needs']): Choice => ({ to, needs })
const report = (days_left = 3) => ({ ribbon: { days_left, due_on: '2026-11-24' } }) as ReportView
const names = (move: Choice, days_left?: number) => fieldsOf(move, report(days_left), []).map((f) => (f.required ? `${f.name}!` : f.name))

beforeEach(() => (words.language = 'en'))

test('the next step of the work comes first, whatever order the choices have', () => {
  const { steps, others } = arranged(
    [choice('planned', 'date'), choice('in_progress'), choice('accepted'), choice('resolved', 'photo', 'outcome')], 'assigned',
  )
  expect(steps.map((m) => m.to)).toEqual(['accepted', 'in_progress'])
  expect(others.map((m) => m.to)).toEqual(['planned', 'resolved'])
  expect(steps.map((m) => m.atOnce)).toEqual([true, true])
})

test('nothing that is offered is lost', () => {
  const to = ['planned', 'explained', 'declined', 'duplicate', 'forwarded', 'cancelled', 'assigned', 'reopened', 'in_review'] as const
  const { steps, others } = arranged(to.map((t) => choice(t)), 'in_progress')
  expect([...steps, ...others].map((m) => m.to).sort()).toEqual([...to].sort())
})

test('the same move is called after what it means here', () => {
  const said = (from: Parameters<typeof arranged>[1], offered: Choice) => {
    const { steps, others } = arranged([offered], from)
    return [...steps, ...others].map((m) => m.words)
  }
  expect(said('registered', choice('assigned', 'department'))).toEqual(['action_to_assigned_first'])
  expect(said('accepted', choice('assigned', 'department', 'reason'))).toEqual(['action_to_assigned'])
  expect(said('duplicate', choice('assigned'))).toEqual(['action_to_assigned_alone'])
  expect(said('in_review', choice('in_progress', 'reason'))).toEqual(['action_to_in_progress_again'])
})

test('a form asks for what the move needs, and for a sentence in any case', () => {
  expect(names(choice('resolved', 'photo', 'outcome'))).toEqual(['photos!', 'outcome', 'note'])
  expect(names(choice('assigned', 'department', 'reason'))).toEqual(['department!', 'note!'])
  expect(names(choice('forwarded', 'responsible', 'reason'))).toEqual(['responsible!', 'note!'])
  expect(names(choice('duplicate', 'original'))).toEqual(['original!', 'note'])
  expect(names(choice('declined', 'reason'))).toEqual(['photos', 'note!'])
  expect(names(choice('reopened'))).toEqual(['note'])
})

test('a plan stays within the deadline, unless that was missed', () => {
  const planned = (left: number) => fieldsOf(choice('planned', 'date'), report(left), [])[0]?.max
  expect([planned(3), planned(0), planned(-1)]).toEqual(['2026-11-24', '2026-11-24', undefined])
})
