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

test('staff are led to their account, and into the city that invites them', () => {
  expect(parse('/account').screen).toEqual({ name: 'account' })
  expect(parse('/c/other-town/invite')).toEqual({ city: 'other-town', screen: { name: 'invite' } })
})

test('what does not exist is not guessed', () => {
  for (const path of ['/nothing', '/reports', '/reports/1/2', '/c', '/report/x', '/link/x']) expect(parse(path).screen).toEqual({ name: 'unknown' })
})

test('the round, its stops and its sheet have addresses of their own beside the cases of the desk', () => {
  expect(parse('/desk/route').screen).toEqual({ name: 'round', number: null })
  expect(parse('/desk/route/2026-000123').screen).toEqual({ name: 'round', number: '2026-000123' })
  expect(parse('/c/north/desk/route/print')).toEqual({ city: 'north', screen: { name: 'route-sheet' } })
  expect(parse('/desk/crews').screen).toEqual({ name: 'crews' })
  expect(parse('/desk/route/a/b').screen).toEqual({ name: 'unknown' })
})
