import { expect, test } from 'vitest'
import { begins, having, inCategory, narrowing, periodOf, read, shapesOf, without, write } from './asked'

test('an address comes back as it was, in one order, without what is not a filter', () => {
  const asked = read('?selected=2026-000001&shape=work,new&category=roads&from=2026-11-01&kept=')
  expect(write(asked)).toBe('category=roads&shape=work,new&from=2026-11-01')
  expect(write(read(''))).toBe('')
  expect(write(read('?type=a%26b'))).toBe('type=a%26b')
})

test('shapes are in the order of the legend, and unknown ones are left out', () => {
  expect(shapesOf(read('?shape=danger,new,nothing'))).toEqual(['new', 'danger'])
})

test('another category takes the type along', () => {
  expect(inCategory({ category: 'roads', type: 'road-snow', kept: 'yes' }, 'yard')).toEqual({ category: 'yard', kept: 'yes' })
  expect(inCategory({ category: 'roads', type: 'road-snow' }, null)).toEqual({})
})

test('a period is one filter, and is taken away as one', () => {
  const asked = having({}, { from: '2026-11-01', to: '2026-11-05', department: 'roads' })
  expect(narrowing(asked)).toEqual(['period', 'department'])
  expect(without(asked, 'period')).toEqual({ department: 'roads' })
})

test('a period that people name is known by its first day', () => {
  expect(begins('week', '2026-11-03')).toBe('2026-10-28')
  expect(periodOf({ from: '2026-10-28' }, '2026-11-03')).toBe('week')
  expect(periodOf({ from: '2026-10-28', to: '2026-11-01' }, '2026-11-03')).toBe(null)
  expect(periodOf({}, '2026-11-03')).toBe('usual')
})
