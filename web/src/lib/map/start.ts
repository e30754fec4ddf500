// Loads MapLibre only where a map is shown, and starts it.
import type { Map as MapLibre, StyleSpecification } from 'maplibre-gl'
import type { Language } from '../api/types'
import { t } from '../words.svelte'
import { drawWhenAsked } from './pictures'

type Start = { center: { lat: number; lon: number }; zoom: number; still: boolean; label: string }

export async function startMap(container: HTMLElement, style: () => StyleSpecification, start: Start): Promise<MapLibre> {
  if (!document.createElement('canvas').getContext('webgl2')) throw new Error('no WebGL')
  const [maplibre, worker] = await Promise.all([
    import('maplibre-gl'),
    import('maplibre-gl/dist/maplibre-gl-worker.mjs?url'),
    import('maplibre-gl/dist/maplibre-gl.css'),
    // Labels and cluster numbers are drawn with our own font: it must be here before them.
    document.fonts.load('500 12px "Onest Variable"', 'Аa'),
    document.fonts.load('700 15px "Onest Variable"', '0'),
  ])
  maplibre.setWorkerUrl(worker.default)
  const map = new maplibre.Map({
    container,
    style: style(),
    center: [start.center.lon, start.center.lat],
    zoom: start.zoom,
    minZoom: 9,
    maxZoom: 19,
    attributionControl: false,
    interactive: !start.still,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    fadeDuration: 0,
    locale: { 'Map.Title': start.label },
  })
  map.touchZoomRotate.disableRotation()
  map.keyboard.disableRotation()
  drawWhenAsked(map)
  map.getCanvas().setAttribute('aria-label', `${start.label}. ${t('map_keys')}`)
  // A missing tile is not worth a page error: the list has everything.
  map.on('error', () => {})
  return map
}

/** The house nearest to the middle of the map, as an address; none when no house is close. */
export function addressAt(map: MapLibre, language: Language): string | null {
  const middle = map.project(map.getCenter())
  const REACH = 70
  const houses = map.queryRenderedFeatures(
    [[middle.x - REACH, middle.y - REACH], [middle.x + REACH, middle.y + REACH]],
    { layers: map.getLayer('houses') ? ['houses'] : [] },
  )
  let best: { distance: number; address: string } | null = null
  for (const house of houses) {
    const street = house.properties[`street_${language}`] ?? house.properties.street_ru
    if (!street || house.geometry.type !== 'Polygon') continue
    const corners = house.geometry.coordinates[0]!.map(([lon, lat]) => map.project([lon!, lat!]))
    const distance = Math.min(...corners.map((c) => Math.hypot(c.x - middle.x, c.y - middle.y)))
    if (!best || distance < best.distance) best = { distance, address: `${street}, ${house.properties.number}` }
  }
  return best?.address ?? null
}
