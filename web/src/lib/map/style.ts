// The map's style: a basemap and, above it, the reports. A pure function of what is shown.
import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl'
import type { Language } from '../api/types'
import { baseLayers, baseSource } from './base'
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
const HAS_COUNT: ExpressionSpecification = ['has', 'count']

/** `filter` is the words of the address; a tile that has not changed is not sent again. */
export const reportTiles = (city: string, filter: string): string =>
  `${location.origin}/tiles/${encodeURIComponent(city)}/reports/{z}/{x}/{y}.mvt${filter && `?${filter}`}`

/** `outside` is somebody else's base map, where the city draws one; ours otherwise. */
export function mapStyle(shown: Shown, outside: StyleSpecification | null = null): StyleSpecification {
  const base = outside ?? { version: 8, sources: { base: baseSource(shown.city) }, layers: baseLayers(shown.language, [border(shown.territory)]) }
  return {
    ...base,
    sources: {
      ...base.sources,
      ...(shown.tiles ? { reports: { type: 'vector' as const, tiles: [shown.tiles], minzoom: 0, maxzoom: 17 } } : {}),
      ...pointSources(shown),
      selected: { type: 'geojson', data: shown.selected },
    },
    layers: [...base.layers, ...reports(shown)],
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

export const isTerritory = (slug: string): ExpressionSpecification => ['==', ['get', 'slug'], slug]

/** The border of one territory. */
function border(slug: string): LayerSpecification {
  return {
    id: 'territory', type: 'line', source: 'base', 'source-layer': 'territories', filter: isTerritory(slug),
    layout: { 'line-join': 'round' }, paint: { 'line-color': colour('--accent'), 'line-width': 2.5, 'line-dasharray': [3, 2] },
  }
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
