import { expect, test } from 'vitest'
import { given, isOpen, wrongWith, type Answers } from './answers'
import type { Question } from './api'

const question = (more: Partial<Question>): Question => ({ id: 'floor', title: 'Этаж?', kind: 'text', options: [], required: true, ...more })

test('only filled answers are sent', () => {
  expect(given({ post: ' 12/4 ', lamps: null, since: '  ' })).toEqual({ post: '12/4' })
})

test('a needed question is open until it is answered or not known', () => {
  const floor = question({})
  const cases: Answers[] = [{}, { floor: ' ' }, { floor: '3' }, { floor: null }]
  expect(cases.map((answers) => isOpen(floor, answers))).toEqual([true, true, false, false])
  expect(isOpen(question({ required: false }), {})).toBe(false)
})

test('a number is whole and within its bounds', () => {
  const floor = question({ kind: 'number', min: 1, max: 60 })
  expect(['1', ' 60 ', '', null, undefined].map((answer) => wrongWith(floor, answer))).toEqual([null, null, null, null, null])
  expect(['третий', '2.5', '1e1'].map((answer) => wrongWith(floor, answer))).toEqual(['not_a_number', 'not_a_number', 'not_a_number'])
  expect(['0', '61', '-3'].map((answer) => wrongWith(floor, answer))).toEqual(['out_of_range', 'out_of_range', 'out_of_range'])
  expect(wrongWith(question({ kind: 'number' }), '-900')).toBeNull()
})
