// Our own base map: quiet ground, streets and names, in the colours of the theme (`--map-*`).
// Names are drawn with the page's own font: no glyphs are fetched, Cyrillic or not.
import type { ExpressionSpecification, FilterSpecification, LayerSpecification, VectorSourceSpecification } from 'maplibre-gl'
import type { Language } from '../api/types'
import { colour } from './draw'

const FONT = ['Onest Variable']
/** Tiles end here; nearer zooms draw from these. */
const DEEPEST = 16

export const baseSource = (city: string): VectorSourceSpecification => ({
  type: 'vector', tiles: [`${location.origin}/tiles/${encodeURIComponent(city)}/base/{z}/{x}/{y}.mvt`], minzoom: 8, maxzoom: DEEPEST,
})

/** `between` is drawn over streets and under words. */
export const baseLayers = (language: Language, between: LayerSpecification[] = []): LayerSpecification[] =>
  [...ground(), ...waters(), ...buildings(), ...streets(), ...rails(), ...edges(), ...between, ...labels(language)]

const of = (...classes: string[]): FilterSpecification => ['in', ['get', 'class'], ['literal', classes]]

function ground(): LayerSpecification[] {
  const fill = (id: string, layer: string, name: string, classes: string[], opacity = 1): LayerSpecification => ({
    id, type: 'fill', source: 'base', 'source-layer': layer,
    ...(classes.length ? { filter: of(...classes) } : {}),
    paint: { 'fill-color': colour(name), 'fill-opacity': opacity },
  })
  return [
    { id: 'beyond', type: 'background', paint: { 'background-color': colour('--map-block') } },
    fill('land', 'boundary', '--map-land', []),
    fill('blocks', 'grounds', '--map-block', ['block']),
    fill('grass', 'grounds', '--map-park', ['grass'], 0.55),
    fill('parks', 'grounds', '--map-park', ['park', 'wood']),
    fill('squares', 'grounds', '--map-block', ['square']),
  ]
}

function waters(): LayerSpecification[] {
  const line = { type: 'line', source: 'base', 'source-layer': 'lines', layout: { 'line-cap': 'round', 'line-join': 'round' } } as const
  const grows = (far: number, near: number): ExpressionSpecification => ['interpolate', ['exponential', 1.6], ['zoom'], 11, far, 18, near]
  return [
    { ...line, id: 'rivers', filter: of('river'), paint: { 'line-color': colour('--map-water'), 'line-width': grows(1.2, 14) } },
    { ...line, id: 'streams', filter: of('stream'), minzoom: 13, paint: { 'line-color': colour('--map-water'), 'line-width': grows(0.6, 5) } },
    {
      id: 'water', type: 'fill', source: 'base', 'source-layer': 'grounds', filter: of('water'),
      paint: { 'fill-color': colour('--map-water') },
    },
  ]
}

function buildings(): LayerSpecification[] {
  return [{
    id: 'houses', type: 'fill', source: 'base', 'source-layer': 'houses', minzoom: 13.5,
    paint: { 'fill-color': colour('--map-building'), 'fill-outline-color': colour('--map-building-line') },
  }]
}

/** Widths in pixels by zoom, for a street of the given class. */
function width(widths: { main: number; street: number; lane: number }, extra: number): ExpressionSpecification {
  const at = (factor: number): ExpressionSpecification => [
    'match', ['get', 'class'],
    'main', widths.main * factor + extra, 'street', widths.street * factor + extra, widths.lane * factor + extra,
  ]
  return ['interpolate', ['exponential', 1.6], ['zoom'], 9, at(0.08), 11, at(0.12), 14, at(0.42), 16, at(1), 18, at(2.6)]
}

function streets(): LayerSpecification[] {
  const widths = { main: 16, street: 10, lane: 6 }
  const isPath: ExpressionSpecification = ['==', ['get', 'class'], 'path']
  const byClass = (main: string, other: string): ExpressionSpecification => [
    'match', ['get', 'class'], 'main', colour(main), colour(other),
  ]
  const round = { 'line-cap': 'round', 'line-join': 'round' } as const
  const order = { 'line-sort-key': ['match', ['get', 'class'], 'main', 2, 'street', 1, 0] as ExpressionSpecification }
  const shared = { type: 'line', source: 'base', 'source-layer': 'streets' } as const
  return [
    {
      ...shared, id: 'paths', filter: isPath, minzoom: 15, layout: round,
      paint: { 'line-color': colour('--map-path'), 'line-width': 1.6, 'line-dasharray': [2.5, 2] },
    },
    {
      ...shared, id: 'casing', filter: ['!', isPath], layout: { ...round, ...order },
      paint: { 'line-color': byClass('--map-main-case', '--map-street-case'), 'line-width': width(widths, 2) },
    },
    {
      ...shared, id: 'streets', filter: ['!', isPath], layout: { ...round, ...order },
      paint: { 'line-color': byClass('--map-main', '--map-street'), 'line-width': width(widths, 0) },
    },
  ]
}

/** Sleepers across a thin line, as paper maps draw them; a tramway is the line alone. */
function rails(): LayerSpecification[] {
  const line = { type: 'line', source: 'base', 'source-layer': 'lines' } as const
  return [
    { ...line, id: 'rails', filter: of('rail', 'tram'), minzoom: 10, paint: { 'line-color': colour('--map-rail'), 'line-width': ['match', ['get', 'class'], 'tram', 1, 1.4] } },
    { ...line, id: 'sleepers', filter: of('rail'), minzoom: 14, paint: { 'line-color': colour('--map-rail'), 'line-width': 5, 'line-dasharray': [0.2, 1.6] } },
  ]
}

function edges(): LayerSpecification[] {
  return [
    {
      id: 'territories', type: 'line', source: 'base', 'source-layer': 'territories', maxzoom: 14,
      paint: { 'line-color': colour('--map-path'), 'line-dasharray': [3, 3] },
    },
    {
      id: 'edge', type: 'line', source: 'base', 'source-layer': 'boundary',
      paint: { 'line-color': colour('--line-strong'), 'line-width': 1.5, 'line-dasharray': [4, 3] },
    },
  ]
}

function labels(language: Language): LayerSpecification[] {
  const name: ExpressionSpecification = ['coalesce', ['get', `name_${language}`], ['get', 'name_ru'], '']
  const halo = { 'text-halo-color': colour('--map-halo'), 'text-halo-width': 1.5 }
  const along = { 'symbol-placement': 'line', 'symbol-spacing': 500, 'text-field': name, 'text-font': FONT, 'text-size': 12, 'text-max-angle': 30 } as const
  const number = (id: string, layer: string): LayerSpecification => ({
    id, type: 'symbol', source: 'base', 'source-layer': layer, minzoom: 17,
    layout: { 'text-field': ['coalesce', ['get', 'number'], ''], 'text-font': FONT, 'text-size': 12 },
    paint: { ...halo, 'text-color': colour('--map-label') },
  })
  return [
    number('door-numbers', 'doors'),
    number('house-numbers', 'houses'),
    {
      id: 'water-names', type: 'symbol', source: 'base', 'source-layer': 'lines', minzoom: 13, filter: of('river', 'stream'),
      layout: along, paint: { ...halo, 'text-color': colour('--map-label-water') },
    },
    {
      id: 'ground-names', type: 'symbol', source: 'base', 'source-layer': 'grounds', minzoom: 14,
      filter: ['any', ['!=', ['get', 'class'], 'block'], ['>=', ['zoom'], 16]],
      layout: { 'text-field': name, 'text-font': FONT, 'text-size': 12, 'text-max-width': 8 },
      paint: {
        ...halo,
        'text-color': ['match', ['get', 'class'], 'water', colour('--map-label-water'), ['park', 'wood', 'grass'], colour('--map-label-park'), colour('--map-label')],
      },
    },
    {
      id: 'street-names', type: 'symbol', source: 'base', 'source-layer': 'streets', minzoom: 13.5,
      filter: ['!=', ['get', 'class'], 'path'],
      layout: { ...along, 'symbol-sort-key': ['match', ['get', 'class'], 'main', 0, 'street', 1, 2] },
      paint: { ...halo, 'text-color': colour('--map-label') },
    },
    {
      id: 'localities', type: 'symbol', source: 'base', 'source-layer': 'localities', minzoom: 10, maxzoom: 16,
      filter: ['any', ['!=', ['get', 'class'], 'quarter'], ['>=', ['zoom'], 13]],
      layout: { 'text-field': name, 'text-font': FONT, 'text-size': ['match', ['get', 'class'], 'quarter', 12, 14], 'text-max-width': 8, 'text-letter-spacing': 0.04 },
      paint: { ...halo, 'text-color': colour('--map-label') },
    },
  ]
}
