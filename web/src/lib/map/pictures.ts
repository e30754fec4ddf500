// Draws the picture a map layer asks for by its name. The names are made in `style.ts`.
import type { Map as MapLibre } from 'maplibre-gl'
import type { Shape } from '../api/types'
import { categoryGlyph, typeGlyph } from '../ui/glyphs'
import { drawCluster, drawPin, type Picture } from './draw'
import { SHAPES } from './shapes'

export function drawWhenAsked(map: MapLibre): void {
  map.setMissingStyleImageResolver((name) => {
    const picture = draw(name)
    if (picture && !map.hasImage(name)) map.addImage(name, picture.data, { pixelRatio: picture.pixelRatio })
  })
}

function draw(name: string): Picture | null {
  const [what, , ...rest] = name.split('|')
  if (what === 'cluster') {
    const [count, ...shares] = rest.map(Number)
    return drawCluster(count ?? 0, shares)
  }
  if (what !== 'pin') return null
  const [icon, shape, slug = '', selected] = rest
  if (!SHAPES.includes(shape as Shape)) return null
  return drawPin(shape as Shape, icon === 'type' ? typeGlyph(slug) : categoryGlyph(slug), selected === 'selected')
}
