// The map's style: our own quiet basemap and, above it, the reports. A pure function of what is shown.
import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl'
import type { Language } from '../api/types'
import { colour } from './draw'
import { DRAWING_ORDER } from './shapes'

export type Points = GeoJSON.FeatureCollection<GeoJSON.Point>
export type Shown = {
  city: string
  language: Language
  theme: string
  /** Address of the report tiles, or nothing when the screen brings its own points. */
  tiles: string | null
  points: Points
  selected: Points
  /** Points that lie close together become one ring, as those of the tiles do; dangers never do. */
  clustered: boolean
  /** From this zoom on pins show the type, below it the category. */
  typeFrom: number
  /** Slug of the territory whose border stands out. */
  territory: string
}

export const REPORT_LAYERS = ['clusters', 'pins', 'points', 'dangers']
const FONT = ['Onest Variable']
const HAS_COUNT: ExpressionSpecification = ['has', 'count']

/** `filter` is the words of the address; a tile that has not changed is not sent again. */
export const reportTiles = (city: string, filter: string): string =>
  `${location.origin}/tiles/${encodeURIComponent(city)}/reports/{z}/{x}/{y}.mvt${filter && `?${filter}`}`

export function mapStyle(shown: Shown): StyleSpecification {
  return {
    version: 8,
    sources: {
      base: { type: 'vector', tiles: [`${location.origin}/tiles/${shown.city}/base/{z}/{x}/{y}.mvt`], minzoom: 8, maxzoom: 16 },
      ...(shown.tiles ? { reports: { type: 'vector' as const, tiles: [shown.tiles], minzoom: 0, maxzoom: 17 } } : {}),
      ...pointSources(shown),
      selected: { type: 'geojson', data: shown.selected },
    },
    layers: [...ground(), ...streets(), border(shown.territory), ...labels(shown.language), ...reports(shown)],
  }
}

/** What may stand in a ring, and what stands by itself. */
export function apart(points: Points, clustered: boolean): { points: Points; dangers: Points } {
  const of = (danger: boolean): Points => ({ ...points, features: points.features.filter((f) => (f.properties?.shape === 'danger') === danger) })
  return clustered ? { points: of(false), dangers: of(true) } : { points, dangers: { ...points, features: [] } }
}

function pointSources({ points, clustered }: Shown): StyleSpecification['sources'] {
  const parts = apart(points, clustered)
  const counts = DRAWING_ORDER.map((shape) => [shape, ['+', ['case', ['==', ['get', 'shape'], shape], 1, 0]]])
  const rings = { cluster: true, clusterMaxZoom: 14, clusterRadius: 60, clusterProperties: { count: ['+', 1], ...Object.fromEntries(counts) } }
  return {
    points: { type: 'geojson', data: parts.points, ...(clustered ? rings : {}) },
    dangers: { type: 'geojson', data: parts.dangers },
  }
}

function ground(): LayerSpecification[] {
  const kind = (name: string): ExpressionSpecification => ['==', ['get', 'class'], name]
  const fill = (id: string, layer: string, name: string): LayerSpecification => ({
    id, type: 'fill', source: 'base', 'source-layer': layer, paint: { 'fill-color': colour(name) },
  })
  return [
    { id: 'beyond', type: 'background', paint: { 'background-color': colour('--map-block') } },
    fill('land', 'boundary', '--map-land'),
    { ...fill('parks', 'grounds', '--map-park'), filter: kind('park') } as LayerSpecification,
    { ...fill('squares', 'grounds', '--map-block'), filter: kind('square') } as LayerSpecification,
    { ...fill('water', 'grounds', '--map-water'), filter: kind('water') } as LayerSpecification,
    {
      id: 'territories', type: 'line', source: 'base', 'source-layer': 'territories', maxzoom: 14,
      paint: { 'line-color': colour('--map-path'), 'line-dasharray': [3, 3] },
    },
    {
      id: 'houses', type: 'fill', source: 'base', 'source-layer': 'houses', minzoom: 13.5,
      paint: { 'fill-color': colour('--map-building'), 'fill-outline-color': colour('--map-building-line') },
    },
    {
      id: 'edge', type: 'line', source: 'base', 'source-layer': 'boundary',
      paint: { 'line-color': colour('--line-strong'), 'line-width': 1.5, 'line-dasharray': [4, 3] },
    },
  ]
}

export const isTerritory = (slug: string): ExpressionSpecification => ['==', ['get', 'slug'], slug]

/** The border of one territory, over streets and under words. */
function border(slug: string): LayerSpecification {
  return {
    id: 'territory', type: 'line', source: 'base', 'source-layer': 'territories', filter: isTerritory(slug),
    layout: { 'line-join': 'round' }, paint: { 'line-color': colour('--accent'), 'line-width': 2.5, 'line-dasharray': [3, 2] },
  }
}

/** Widths in pixels by zoom, for a street of the given class. */
function width(of: Record<string, number>, extra: number): ExpressionSpecification {
  const at = (factor: number): ExpressionSpecification => [
    'match', ['get', 'class'],
    'main', of.main! * factor + extra, 'street', of.street! * factor + extra, of.lane! * factor + extra,
  ]
  return ['interpolate', ['exponential', 1.6], ['zoom'], 11, at(0.12), 14, at(0.42), 16, at(1), 18, at(2.6)]
}

function streets(): LayerSpecification[] {
  const of = { main: 16, street: 10, lane: 6 }
  const isPath: ExpressionSpecification = ['==', ['get', 'class'], 'path']
  const byClass = (main: string, other: string): ExpressionSpecification => [
    'match', ['get', 'class'], 'main', colour(main), colour(other),
  ]
  const round = { 'line-cap': 'round', 'line-join': 'round' } as const
  const order = { 'line-sort-key': ['match', ['get', 'class'], 'main', 2, 'street', 1, 0] as ExpressionSpecification }
  const shared = { type: 'line', source: 'base', 'source-layer': 'streets' } as const
  return [
    {
      ...shared, id: 'paths', filter: isPath, minzoom: 14, layout: round,
      paint: { 'line-color': colour('--map-path'), 'line-width': 1.6, 'line-dasharray': [2.5, 2] },
    },
    {
      ...shared, id: 'casing', filter: ['!', isPath], layout: { ...round, ...order },
      paint: { 'line-color': byClass('--map-main-case', '--map-street-case'), 'line-width': width(of, 2) },
    },
    {
      ...shared, id: 'streets', filter: ['!', isPath], layout: { ...round, ...order },
      paint: { 'line-color': byClass('--map-main', '--map-street'), 'line-width': width(of, 0) },
    },
  ]
}

function labels(language: Language): LayerSpecification[] {
  const name: ExpressionSpecification = ['coalesce', ['get', `name_${language}`], ['get', 'name_ru'], '']
  const halo = { 'text-halo-color': colour('--map-halo'), 'text-halo-width': 1.5 }
  return [
    {
      id: 'ground-names', type: 'symbol', source: 'base', 'source-layer': 'grounds', minzoom: 14,
      layout: { 'text-field': name, 'text-font': FONT, 'text-size': 12, 'text-max-width': 8 },
      paint: {
        ...halo,
        'text-color': ['match', ['get', 'class'], 'water', colour('--map-label-water'), 'park', colour('--map-label-park'), colour('--map-label')],
      },
    },
    {
      id: 'street-names', type: 'symbol', source: 'base', 'source-layer': 'streets', minzoom: 13.5,
      filter: ['!=', ['get', 'class'], 'path'],
      layout: { 'symbol-placement': 'line', 'symbol-spacing': 500, 'text-field': name, 'text-font': FONT, 'text-size': 12, 'text-max-angle': 30 },
      paint: { ...halo, 'text-color': colour('--map-label') },
    },
    {
      id: 'house-numbers', type: 'symbol', source: 'base', 'source-layer': 'houses', minzoom: 17,
      layout: { 'text-field': ['get', 'number'], 'text-font': FONT, 'text-size': 12 },
      paint: { 'text-color': colour('--map-label') },
    },
  ]
}

/** Names of pictures carry all that is needed to draw them when the map asks (see `pictures.ts`). */
function pinPicture(theme: string, icon: 'category' | 'type', selected = ''): ExpressionSpecification {
  return ['concat', `pin|${theme}|${icon}|`, ['get', 'shape'], '|', ['get', icon], `|${selected}`]
}

function reports(shown: Shown): LayerSpecification[] {
  const { theme, typeFrom } = shown
  const clusterPicture: ExpressionSpecification = ['concat', `cluster|${theme}|`, ['to-string', ['get', 'count']]]
  for (const shape of DRAWING_ORDER) clusterPicture.push('|', ['to-string', ['coalesce', ['get', shape], 0]])
  const isFlat: ExpressionSpecification = ['in', ['get', 'shape'], ['literal', ['resolved', 'declined']]]
  const standing = {
    'icon-anchor': ['case', isFlat, 'center', 'bottom'] as ExpressionSpecification,
    'icon-offset': ['case', isFlat, ['literal', [0, 0]], ['literal', [0, 2]]] as ExpressionSpecification,
    'icon-allow-overlap': true,
    'symbol-sort-key': ['match', ['get', 'shape'], ...DRAWING_ORDER.flatMap((shape, i) => [shape, i]), 0] as unknown as ExpressionSpecification,
  }
  const picture: ExpressionSpecification = ['step', ['zoom'], pinPicture(theme, 'category'), typeFrom, pinPicture(theme, 'type')]
  const chosen: LayerSpecification = {
    id: 'selected', type: 'symbol', source: 'selected', layout: { ...standing, 'icon-image': pinPicture(theme, 'type', 'selected') },
  }
  const pins = { type: 'symbol', layout: { ...standing, 'icon-image': picture } } as const
  const points: LayerSpecification = { ...pins, id: 'points', source: 'points', filter: ['!', HAS_COUNT] }
  const dangers: LayerSpecification = { ...pins, id: 'dangers', source: 'dangers' }
  const rings: LayerSpecification = {
    id: 'clusters', type: 'symbol', source: 'points', filter: HAS_COUNT, layout: { 'icon-image': clusterPicture, 'icon-allow-overlap': true },
  }
  if (!shown.tiles) return [rings, points, dangers, chosen]
  const tiled = { type: 'symbol', source: 'reports', 'source-layer': 'reports' } as const
  return [
    { ...tiled, id: 'clusters', filter: HAS_COUNT, layout: { 'icon-image': clusterPicture, 'icon-allow-overlap': true } },
    { ...tiled, id: 'pins', filter: ['!', HAS_COUNT], layout: { ...standing, 'icon-image': picture } },
    points,
    chosen,
  ]
}
