import { beforeEach, expect, test } from 'vitest'
import { distanceWords, metresBetween, ringOf, sideOf } from './distance'
import { chooseLanguage } from './words.svelte'

const here = { lat: 46.96, lon: 142.73 }
const away = (north: number, east: number) => ({ lat: here.lat + north / 111_195, lon: here.lon + east / (111_195 * Math.cos((here.lat * Math.PI) / 180)) })

beforeEach(() => chooseLanguage('en'))

test('metres and directions are those of the map', () => {
  expect(metresBetween(here, away(1000, 0))).toBeCloseTo(1000, 0)
  expect(metresBetween(here, away(300, 400))).toBeCloseTo(500, 0)
  expect([[100, 0], [100, 100], [0, 100], [-100, 100], [-100, 0], [-100, -100], [0, -100], [100, -100]].map(([n, e]) => sideOf(here, away(n!, e!))))
    .toEqual(['n', 'ne', 'e', 'se', 's', 'sw', 'w', 'nw'])
})

test('a distance is said as people say it', () => {
  expect(distanceWords(here, away(4, 3))).toBe('right here')
  expect(distanceWords(here, away(244, 0))).toBe('240 m north')
  expect(distanceWords(here, away(0, -1260))).toBe('1.3 km west')
  chooseLanguage('ru')
  expect(distanceWords(here, away(0, -1260))).toBe('1,3 км к западу')
})

test('headings part a walk from a drive', () => {
  expect([0, 300, 301, 1000, 2999, 3001].map(ringOf)).toEqual([300, 300, 1000, 1000, 3000, 'far'])
})
