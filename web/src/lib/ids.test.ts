import { expect, test } from 'vitest'
import { secret, uuidv7 } from './ids'

test('ids are UUIDs of version 7 that sort by time', () => {
  const early = uuidv7(Date.parse('2026-11-21T10:00:00Z'))
  const late = uuidv7(Date.parse('2026-11-21T10:00:01Z'))
  expect(early).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(parseInt(early.replaceAll('-', '').slice(0, 12), 16)).toBe(Date.parse('2026-11-21T10:00:00Z'))
  expect(early < late).toBe(true)
})

test('secrets are 128 bits and never the same', () => {
  expect(secret()).toMatch(/^[0-9a-f]{32}$/)
  expect(secret()).not.toBe(secret())
})
