import { expect, test } from 'vitest'
import { asksClosed, bare, CLOSED, having, inTab, narrowing, placeOf, read, same, tabOf, write } from './asked'

test('an address says what is asked and comes back as it was', () => {
  const asked = { tab: 'new', type: 'road-snow,road-sidewalk', text: 'Ленина & 5', sort: 'nearest', near: '47.1,142.7' }
  expect(write(asked)).toBe('?tab=new&type=road-snow,road-sidewalk&text=%D0%9B%D0%B5%D0%BD%D0%B8%D0%BD%D0%B0%20%26%205&sort=nearest&near=47.1,142.7')
  expect(read(write(asked))).toEqual(asked)
})

test('what goes without saying, is empty or means nothing to the desk stays out', () => {
  expect(read('?tab=all&sort=deadline&type=&text=%20&utm_source=x')).toEqual({})
  expect(write({ tab: 'all', sort: 'deadline' })).toBe('')
  expect(same({ tab: 'new' }, { tab: 'new', sort: 'deadline' })).toBe(true)
})

test('another tab keeps the filters, but not the status or the deadline that the old one was about', () => {
  const asked = read('?tab=new&type=road-snow&status=assigned&overdue=true&sort=newest')
  expect(inTab(asked, 'waiting')).toEqual({ tab: 'waiting', type: 'road-snow', sort: 'newest' })
  const closed = inTab({ ...asked, text: 'снег' }, 'closed')
  expect(closed).toEqual({ type: 'road-snow', status: CLOSED.join(',') })
  expect(asksClosed(closed) && tabOf(closed) === 'closed').toBe(true)
  expect(inTab(closed, 'all')).toEqual({ type: 'road-snow' })
})

test('filters are counted and cleared without leaving the tab', () => {
  const asked = read('?tab=new&type=road-snow&assignee=none&sort=nearest&near=1,2&text=снег')
  expect(narrowing(asked)).toEqual(['type', 'assignee'])
  expect(bare(asked)).toEqual({ tab: 'new', sort: 'nearest', near: '1,2' })
  const closed = inTab({ type: 'road-snow' }, 'closed')
  expect(narrowing(closed)).toEqual(['type'])
  expect(tabOf(bare(closed))).toBe('closed')
})

test('an emptied filter leaves, a place is read or is none', () => {
  expect(having({ type: 'a', tab: 'new' }, { type: [], channel: ['x', 'y'] })).toEqual({ tab: 'new', channel: 'x,y' })
  expect(placeOf({ near: '47.1,142.7' })).toEqual({ lat: 47.1, lon: 142.7 })
  expect(placeOf({ near: 'here' })).toBeNull()
  expect(placeOf({})).toBeNull()
})
