import { describe, expect, it } from 'vitest'
import { freshDraft } from './draft.svelte'
import { begin } from './link'

const CODE = '?at=57.6204,36.3992&type=road-street-lighting'

describe('a link that begins a report', () => {
  it('puts the pin and names the type', () => {
    const begun = begin(freshDraft(), CODE)
    expect([begun.place, begun.type, begun.step]).toEqual([{ lat: 57.6204, lon: 36.3992 }, 'road-street-lighting', 0])
  })
  it('moves a pin that nobody has written anything about', () => {
    const moved = { ...freshDraft(), place: { lat: 1, lon: 2 }, address: 'elsewhere', step: 1 }
    const begun = begin(moved, CODE)
    expect([begun.place, begun.address, begun.step]).toEqual([{ lat: 57.6204, lon: 36.3992 }, '', 0])
  })
  it('leaves what is being written as it is', () => {
    const written = { ...freshDraft(), description: 'Открыт люк' }
    expect(begin(written, CODE)).toBe(written)
  })
  it('that says nothing changes nothing', () => {
    const draft = { ...freshDraft(), type: 'road-snow', step: 1 }
    expect(begin(draft, '')).toBe(draft)
  })
})
