// The pins and badges of `pins/`, and where each pin touches the ground.
import type { Shape } from '../api/types'

const files = import.meta.glob<string>('./pins/*.svg', { query: '?raw', import: 'default', eager: true })

export const SHAPES: readonly Shape[] = [
  'new', 'work', 'soon', 'overdue', 'waiting', 'resolved', 'explained', 'declined', 'danger',
]
/** Later ones are drawn over earlier ones. */
export const DRAWING_ORDER: readonly Shape[] = [
  'resolved', 'declined', 'explained', 'waiting', 'new', 'work', 'soon', 'overdue', 'danger',
]
/** Closed reports lie flat and centred on the place; open ones stand on a foot. */
export const isFlat = (shape: Shape): boolean => shape === 'resolved' || shape === 'declined'

const file = (name: string): string => files[`./pins/${name}.svg`] ?? ''
const inside = (svg: string): string => svg.slice(svg.indexOf('>', svg.indexOf('<svg')) + 1, svg.lastIndexOf('</svg>'))

const byShape = (make: (shape: Shape) => string) =>
  Object.fromEntries(SHAPES.map((shape) => [shape, make(shape)])) as Record<Shape, string>

export const badges = byShape((shape) => inside(file(`badge-${shape}`)))
export const pins = byShape((shape) => file(`pin-${shape}`))
