import { beforeEach, expect, test } from 'vitest'
import { deadlineWords, type Dated } from './deadline'
import { words } from './words.svelte'

const running: Dated['ribbon'] = {
  cells: 10, filled: 9, late: 0, closed: false, kept: null, starts_on: '2026-11-12', due_on: '2026-11-22', day: 9, days_left: 1,
}
const report = (change: Partial<Dated> = {}): Dated => ({ shape: 'soon', status: 'accepted', ribbon: running, ...change })
const say = (change?: Partial<Dated>) => deadlineWords(report(change), 'Europe/Moscow', Date.parse('2026-11-21T09:00:00Z'))

beforeEach(() => (words.language = 'ru'))

test('a running clock says the day and the date', () => {
  expect(say()).toEqual({ short: 'Срок завтра', lead: 'Срок завтра, 22 ноября.', rest: 'Идёт 9-й день из 10.' })
})

test('a missed deadline counts the days in words', () => {
  const late = { ...running, filled: 10, late: 2, kept: false, day: 12, days_left: -2 }
  expect(say({ shape: 'overdue', ribbon: late }).short).toBe('Опоздали на 2 дня')
  words.language = 'en'
  expect(say({ shape: 'overdue', ribbon: { ...late, late: 1 } }).short).toBe('1 day late')
})

test('a kept promise names both dates in the time zone of the city', () => {
  const done = { ...running, filled: 6, closed: true, kept: true, day: 6, days_left: 4 }
  // 22:30 in UTC is already the next day in Moscow.
  const said = say({ shape: 'resolved', status: 'resolved', ribbon: done, resolved_at: '2026-11-17T22:30:00Z' })
  expect(said).toEqual({ short: 'Решено на 6-й день из 10', lead: 'Срок выдержан.', rest: 'Обещали до 22 ноября, сделали 18 ноября.' })
})

test('danger waits for the first visit until somebody came', () => {
  const danger = { shape: 'danger', first_action_due_at: '2026-11-21T10:40:00Z' } as const
  expect(say(danger).lead).toBe('Опасно: первый выезд до 21 нояб., 13:40.')
  expect(say({ ...danger, first_action_due_at: '2026-11-21T08:00:00Z' }).short).toBe('Не выехали до 21 нояб., 11:00')
  expect(say({ ...danger, first_action_at: '2026-11-21T10:00:00Z' }).lead).toContain('22 ноября')
})

test('a case says how it ended, and nobody is told that it was refused when it was not', () => {
  const ended = { ...running, closed: true, kept: null }
  const short = (status: Dated['status']) => say({ shape: 'declined', status, ribbon: ended }).short
  expect([short('declined'), short('withdrawn'), short('duplicate')]).toEqual(['Не приняли', 'Автор отозвал', 'Объединили с другим'])
})

test('a clock is said to stand only where it does', () => {
  const waiting = (until: string | null) =>
    say({ shape: 'waiting', status: 'waiting_for_partner', clocks: [{ measure: 'resolution', due_at: '', extended: 0, pauses: [{ from: 'one', until }] }] })
  expect(waiting(null)).toEqual({ short: 'Ждём других', lead: 'Ждём других.', rest: 'Часы стоят.' })
  expect(say({ shape: 'work', status: 'disputed' }).short).toBe('Автор не согласен')
  expect(waiting('two').rest).toBe('Часы идут, срок 22 ноября.')
  expect(say({ shape: 'waiting', status: 'waiting_for_resident' }).rest).toBe('')
})
