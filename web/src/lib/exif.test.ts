import { expect, test } from 'vitest'
import { readShot } from './exif'

/** The metadata of a photo as a phone writes it, with these values. */
function metadata(little: boolean, latRef = 'N', lonRef = 'E'): Uint8Array {
  const bytes = new Uint8Array(400)
  const view = new DataView(bytes.buffer)
  const START = 20
  bytes.set([0xff, 0xd8, 0xff, 0xe1], 0)
  bytes.set([0x45, 0x78, 0x69, 0x66, 0, 0], START - 6)
  const at = (offset: number) => START + offset
  const u16 = (offset: number, value: number) => view.setUint16(at(offset), value, little)
  const u32 = (offset: number, value: number) => view.setUint32(at(offset), value, little)
  const entry = (offset: number, tag: number, kind: number, count: number) => (u16(offset, tag), u16(offset + 2, kind), u32(offset + 4, count))
  const text = (offset: number, words: string) => [...words].forEach((letter, i) => view.setUint8(at(offset + i), letter.charCodeAt(0)))
  text(0, little ? 'II' : 'MM')
  u16(2, 42)
  u32(4, 8)
  u16(8, 2)
  entry(10, 0x8769, 4, 1)
  u32(18, 60)
  entry(22, 0x8825, 4, 1)
  u32(30, 120)
  u16(60, 1)
  entry(62, 0x9003, 2, 20)
  u32(70, 90)
  text(90, '2026:11:22 10:18:03')
  u16(120, 4)
  entry(122, 1, 2, 2)
  text(130, latRef)
  entry(134, 2, 5, 3)
  u32(142, 200)
  entry(146, 3, 2, 2)
  text(154, lonRef)
  entry(158, 4, 5, 3)
  u32(166, 240)
  for (const [offset, parts] of [[200, [57, 37, 1344]], [240, [36, 23, 5712]]] as const) {
    parts.forEach((part, i) => (u32(offset + i * 8, part), u32(offset + i * 8 + 4, i === 2 ? 100 : 1)))
  }
  return bytes
}

test('a photo says where and when it was taken, in either order of bytes', () => {
  for (const little of [true, false]) {
    const { place, taken } = readShot(metadata(little))
    expect(place!.lat).toBeCloseTo(57.6204, 5)
    expect(place!.lon).toBeCloseTo(36.3992, 5)
    expect(taken).toBe('2026-11-22T10:18:03')
  }
})

test('south and west are below zero', () => {
  const { place } = readShot(metadata(true, 'S', 'W'))
  expect([Math.sign(place!.lat), Math.sign(place!.lon)]).toEqual([-1, -1])
})

test('what is cut off, broken or absent says nothing', () => {
  const nothing = { place: null, taken: null }
  expect(readShot(new Uint8Array(0))).toEqual(nothing)
  expect(readShot(new Uint8Array([0xff, 0xd8, 0x45, 0x78, 0x69, 0x66]))).toEqual(nothing)
  for (let length = 0; length < 300; length += 7) expect(() => readShot(metadata(true).subarray(0, length))).not.toThrow()
  const wild = metadata(true).fill(0xff, 28)
  expect(readShot(wild)).toEqual(nothing)
})
