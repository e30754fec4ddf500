import { describe, expect, it } from 'vitest'
import { isDoubtful, shotWords } from './shots'

const RECEIVED = '2026-11-16T09:00:00Z'

describe('where and when a photo was taken', () => {
  it('says how far and how long after the report', () => {
    const words = shotWords({ distance_m: 14, taken_at: '2026-11-19T10:00:00Z' }, RECEIVED)
    expect(words).toContain('14')
    expect(words).toContain('3')
  })

  it('says nothing where the camera said nothing', () => {
    expect(shotWords({}, RECEIVED)).toBe('')
    expect(isDoubtful({}, RECEIVED)).toBe(false)
  })

  it('asks to look twice at what is from elsewhere or from before', () => {
    expect(isDoubtful({ distance_m: 900 }, RECEIVED)).toBe(true)
    expect(isDoubtful({ distance_m: 20, taken_at: '2026-11-16T08:00:00Z' }, RECEIVED)).toBe(true)
    expect(isDoubtful({ distance_m: 20, taken_at: '2026-11-16T10:00:00Z' }, RECEIVED)).toBe(false)
  })
})
