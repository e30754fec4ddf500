import { beforeAll, expect, test, vi } from 'vitest'

vi.mock('./draw', () => ({ colour: (name: string) => name }))

let layers: { id: string; minzoom?: number; layout?: Record<string, unknown> }[] = []
let english: typeof layers = []
beforeAll(async () => {
  const { baseLayers } = await import('./base')
  layers = baseLayers('ru') as typeof layers
  english = baseLayers('en') as typeof layers
})

const layer = (id: string, of = layers) => of.find((l) => l.id === id)!

test('names are in the language of the reader, and as on the signs where there is none', () => {
  expect(JSON.stringify(layer('street-names').layout)).toContain('name_ru')
  expect(JSON.stringify(layer('street-names', english).layout)).toMatch(/coalesce.*name_en.*name_ru/)
})

test('streets have their names along their lines, houses their numbers from zoom 17', () => {
  expect(layer('street-names').layout).toMatchObject({ 'symbol-placement': 'line', 'symbol-spacing': 500 })
  expect(layer('house-numbers').minzoom).toBe(17)
  expect(layer('door-numbers').minzoom).toBe(17)
})

test('water lies under streets, streets under names', () => {
  const order = layers.map((l) => l.id)
  const at = (id: string) => order.indexOf(id)
  expect([at('land'), at('water'), at('houses'), at('streets'), at('street-names')]).toEqual([at('land'), at('water'), at('houses'), at('streets'), at('street-names')].sort((a, b) => a - b))
})

test('every colour is a token of the look', () => {
  const colours = [...JSON.stringify(layers).matchAll(/"[a-z-]*color":"([^"]*)"/g)].map((m) => m[1]!)
  expect(colours.length).toBeGreaterThan(10)
  for (const name of colours) expect(name).toMatch(/^--/)
})
