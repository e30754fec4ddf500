import { expect, test } from 'vitest'
import { far, mapsLink } from './offline'

const said = (metres: number) => far(metres, (n) => `${n} km`, (n) => `${n} m`, String)

test('a straight line is said no more exactly than it is', () => {
  expect([3, 64, 949, 950, 1234, 12_345].map(said)).toEqual(['10 m', '60 m', '950 m', '1 km', '1.2 km', '12.3 km'])
})

test('the phone is asked for its own maps, with the place by name', () => {
  expect(mapsLink({ lat: 57.62041, lon: -36.3992 }, 'Lake Road, 5')).toBe('geo:57.620410,-36.399200?q=57.620410,-36.399200(Lake%20Road%2C%205)')
})
