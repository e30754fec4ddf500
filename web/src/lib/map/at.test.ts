import { describe, expect, it } from 'vitest'
import { readAt, writeAt } from './at'

describe('where the map stands', () => {
  it('comes back from the address as it was written', () => {
    const at = { place: { lat: 46.95907, lon: 142.73802 }, zoom: 14.25 }
    expect(readAt(`?category=roads&at=${writeAt(at)}`)).toEqual(at)
  })
  it('is as precise as a metre and a hundredth of a zoom', () => {
    expect(writeAt({ place: { lat: 46.959071234, lon: -0.1 }, zoom: 13.999 })).toBe('46.95907,-0.10000,14')
  })
  it('may come without a zoom', () => {
    expect(readAt('?at=46.9,142.7')).toEqual({ place: { lat: 46.9, lon: 142.7 }, zoom: 17 })
  })
  it.each(['', '?at=', '?at=46.9', '?at=46.9,142.7,', '?at=a,b,c', '?at=91,0,3', '?at=0,181,3', '?at=0,0,99', '?at=1,2,3,4'])(
    'is not there when it cannot be read: %s', (query) => expect(readAt(query)).toBeNull(),
  )
})
