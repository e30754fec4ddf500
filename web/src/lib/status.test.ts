import { beforeEach, expect, test } from 'vitest'
import type { ReportView } from './api'
import { statusWords } from './status'
import { words } from './words.svelte'

const say = (status: ReportView['status'], shape: ReportView['shape'], kept: boolean | null = null) =>
  statusWords({ status, shape, ribbon: { kept } as ReportView['ribbon'] })

beforeEach(() => (words.language = 'en'))

test('what presses comes before where the case stands', () => {
  expect([say('planned', 'overdue'), say('planned', 'work'), say('in_progress', 'danger')]).toEqual(['Overdue', 'Planned', 'Danger'])
})

test('a result says whether its deadline was kept, an end says which one it was', () => {
  expect([say('resolved', 'resolved', true), say('resolved', 'resolved', false)]).toEqual(['Resolved in time', 'Resolved late'])
  expect([say('withdrawn', 'declined'), say('declined', 'declined')]).toEqual(['Taken back by its author', 'Not accepted'])
})
