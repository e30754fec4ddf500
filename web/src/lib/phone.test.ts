import { expect, test } from 'vitest'
import { callTo, unbroken } from './phone'

test('a number for people is a number to call', () => {
  expect(callTo('+7 900 000-00-00')).toBe('tel:+79000000000')
  expect(callTo(unbroken('+7 (900) 000-00-00'))).toBe('tel:+79000000000')
  expect(unbroken('+7 900 000-00-00')).not.toContain(' ')
})
