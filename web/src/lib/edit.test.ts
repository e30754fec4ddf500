import { expect, test } from 'vitest'
import { cropBetween, cut, cutAt, drawn, hasRoom, moved, nothing, resized } from './edit'

const size = { width: 2048, height: 1536 }
const disc = (x: number, y: number, radius = 60) => ({ radius, points: [{ x, y }] })

test('a stroke keeps only the points that say something', () => {
  let stroke = disc(100, 100)
  for (const x of [105, 118, 121, 150]) stroke = drawn(stroke, { x, y: 100 })
  expect(stroke.points.map((p) => p.x)).toEqual([100, 121, 150])
})

test('a spot moves with the arrows and stays in the photo', () => {
  expect(moved(disc(10, 1530), { x: -40, y: 40 }, size)).toEqual(disc(0, 1536))
  const line = { radius: 20, points: [{ x: 0, y: 0 }, { x: 2000, y: 0 }] }
  expect(moved(line, { x: 100, y: 5 }, size).points).toEqual([{ x: 48, y: 5 }, { x: 2048, y: 5 }])
})

test('a spot grows and shrinks within what the server takes', () => {
  expect(resized(disc(1, 1, 60), 1.25).radius).toBe(75)
  expect(resized(disc(1, 1, 250), 1.25).radius).toBe(256)
  expect(resized(disc(1, 1, 8), 0.8).radius).toBe(8)
})

test('a crop drawn in any direction is the same, and a slip is none', () => {
  const [one, other] = [{ x: 500, y: 400 }, { x: 100, y: -50 }]
  expect(cropBetween(one, other, size)).toEqual({ x: 100, y: 0, width: 400, height: 400 })
  expect(cropBetween(other, one, size)).toEqual(cropBetween(one, other, size))
  expect(cropBetween(one, { x: 510, y: 900 }, size)).toBeNull()
})

test('each side is cut by itself and comes back', () => {
  const crop = cutAt(null, 'left', 25, size)
  expect(crop).toEqual({ x: 512, y: 0, width: 1536, height: 1536 })
  expect(cut(cutAt(crop, 'bottom', 50, size), size)).toEqual({ left: 25, top: 0, right: 0, bottom: 50 })
  expect(cutAt(crop, 'right', 100, size)).toEqual({ x: 512, y: 0, width: 32, height: 1536 })
  expect(cutAt(crop, 'left', 0, size)).toBeNull()
})

test('there is room for so many strokes and points', () => {
  expect(hasRoom(nothing(), true)).toBe(true)
  const many = { crop: null, strokes: Array.from({ length: 100 }, () => disc(1, 1)) }
  expect(hasRoom(many, true)).toBe(false)
  expect(hasRoom(many, false)).toBe(true)
  const long = { crop: null, strokes: [{ radius: 8, points: Array.from({ length: 1000 }, () => ({ x: 1, y: 1 })) }] }
  expect(hasRoom(long, false)).toBe(false)
})
