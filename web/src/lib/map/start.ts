// Loads MapLibre only where a map is shown, and starts it.
import type { Map as MapLibre, StyleSpecification } from 'maplibre-gl'
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
