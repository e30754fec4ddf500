import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { BITS_MAX, sha256, solve } from './proof'

test('our SHA-256 is the standard one, whatever the length', () => {
  for (const length of [0, 1, 55, 56, 63, 64, 65, 119, 120, 200]) {
    const text = 'я1'.repeat(length).slice(0, length)
    expect(sha256(text)).toBe(createHash('sha256').update(text).digest('hex'))
  }
})

test('it finds the number that the server and the phones find', () => {
  expect(solve('city.report.12', 12)).toBe(196)
})

test('what is found begins with so many zero bits, and long challenges are no different', () => {
  const challenge = `1.report.10.1763284800.${'ab'.repeat(16)}.${'cd'.repeat(32)}`
  const answer = solve(challenge, 10)
  const hash = createHash('sha256').update(`${challenge}:${answer}`).digest()
  expect(hash.readUInt16BE(0) >> 6).toBe(0)
})

test('nobody works for an hour, and progress is told', () => {
  expect(solve('x', BITS_MAX + 1)).toBeNull()
  const told: number[] = []
  solve('progress', 15, (count) => told.push(count))
  expect(told).toEqual(told.map((_, i) => (i + 1) * 8192))
})
