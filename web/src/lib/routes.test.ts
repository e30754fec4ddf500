import { expect, test } from 'vitest'
import { parse } from './routes'

test('bare paths belong to the default city', () => {
  expect(parse('/')).toEqual({ city: null, screen: { name: 'map' } })
  expect(parse('/reports/2026-000123')).toEqual({ city: null, screen: { name: 'report', number: '2026-000123' } })
  expect(parse('/report').screen).toEqual({ name: 'wizard' })
  expect(parse('/link').screen).toEqual({ name: 'link' })
  expect(parse('/me').screen).toEqual({ name: 'me' })
  expect(parse('/outbox').screen).toEqual({ name: 'outbox' })
  expect(parse('/desk').screen).toEqual({ name: 'desk', number: null })
})

test('other cities live under their name', () => {
  expect(parse('/c/other-town')).toEqual({ city: 'other-town', screen: { name: 'map' } })
  expect(parse('/c/other-town/desk/2026-000001')).toEqual({ city: 'other-town', screen: { name: 'desk', number: '2026-000001' } })
})

test('a contractor is led into the city that made the link', () => {
  expect(parse('/c/other-town/link')).toEqual({ city: 'other-town', screen: { name: 'link' } })
})

test('what does not exist is not guessed', () => {
  for (const path of ['/nothing', '/reports', '/reports/1/2', '/c', '/report/x', '/link/x']) expect(parse(path).screen).toEqual({ name: 'unknown' })
})
