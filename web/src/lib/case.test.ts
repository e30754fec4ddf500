import { expect, test } from 'vitest'
import type { Clock, HistoryLine, NearbyReport, ReportView, Status } from './api'
import { approved, isOpen, linkStanding, undecided, waitingFor } from './case'
import { offered } from './nearby'

const line = (status: Status, at: string, note: string | null = null): HistoryLine => ({ n: 1, at, kind: 'status_changed', status, words: '', note })
const clock = (pauses: Clock['pauses']): Clock => ({ measure: 'resolution', due_at: '', pauses, extended: 0 })
const report = (more: Partial<ReportView>) => ({ status: 'waiting_for_resident', received_at: 'first', history: [], clocks: [], extensions: [], ...more }) as unknown as ReportView

test('the last question is the one that waits for an answer', () => {
  const history = [line('waiting_for_resident', 'one', 'Which post?'), line('in_progress', 'two'), line('waiting_for_resident', 'three', 'Which lamp?')]
  expect(waitingFor(report({ history }))).toMatchObject({ whom: 'resident', since: 'three', words: 'Which lamp?' })
  expect(waitingFor(report({ status: 'in_progress', history }))).toBeNull()
})

test('nobody is told that a clock stands that runs', () => {
  const stands = (pauses: Clock['pauses']) => waitingFor(report({ clocks: [clock([]), clock(pauses)] }))?.stands
  expect(stands([{ from: 'one', until: null }])).toBe(true)
  expect(stands([{ from: 'one', until: 'two' }])).toBe(false)
})

test('an extension waits until somebody has said yes or no', () => {
  const asked = (approved: boolean | null) => ({ id: String(approved), days: 3, asked_at: '', approved, reason: null, decided_at: null })
  const extensions = [asked(false), asked(true), asked(null)]
  expect(undecided(report({ extensions }))?.id).toBe('null')
  expect(approved(report({ extensions })).map((e) => e.id)).toEqual(['true'])
  expect(undecided(report({ extensions: [asked(false)] }))).toBeUndefined()
})

test('a dispute is open, whatever ended before it', () => {
  const open = (status: Status) => isOpen({ status })
  expect(['disputed', 'reopened', 'in_review'].every((s) => open(s as Status))).toBe(true)
  expect(['resolved', 'confirmed', 'forwarded', 'withdrawn'].some((s) => open(s as Status))).toBe(false)
})

test('five near reports are offered, those that can be joined first', () => {
  const near = (id: string, status: Status) => ({ id, status }) as NearbyReport
  const all = ['resolved', 'accepted', 'explained', 'planned', 'assigned', 'assigned', 'assigned'].map((status, i) => near(String(i), status as Status))
  expect(offered(all).map((r) => r.id)).toEqual(['1', '3', '4', '5', '6'])
  expect(offered(all.slice(0, 3)).map((r) => r.id)).toEqual(['1', '0', '2'])
})

test('a link is good until it expires, or until somebody ends it before that', () => {
  const link = { id: '', name: '', made_at: '2026-11-01T09:00:00Z', expires_at: '2026-11-15T09:00:00Z', ended_at: null }
  const at = (time: string, ended_at: string | null = null) => linkStanding({ ...link, ended_at }, Date.parse(time))
  expect(at('2026-11-15T08:59:59Z')).toBe('good')
  expect(at('2026-11-15T09:00:00Z')).toBe('expired')
  expect(at('2026-11-02T09:00:00Z', '2026-11-02T08:00:00Z')).toBe('ended')
})
