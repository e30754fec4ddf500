// Draws our pins and cluster rings as pixels, in the colours of the current theme.
// The pins are small SVG files; only the few elements they use are understood here.
import type { Shape } from '../api/types'
import { glyph } from '../ui/glyphs'
import { DRAWING_ORDER, isFlat, pins } from './shapes'

const RATIO = 2
/** The pins' viewBox starts at -4; this much room stays around each drawing. */
const EDGE = 4
const UNDER_FOOT = 2
const FLAT_SCALE = 0.75
const SELECTED_SCALE = 1.34

type Look = { fill: string; stroke: string; width: number }

export function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim()
}

const painted = (value: string): string => {
  const found = /var\((--[\w-]+)/.exec(value)
  return found ? colour(found[1]!) : value
}

const foot = (shape: Shape) => (shape === 'explained' ? { x: 9, y: 44 } : { x: 20, y: 46 })

function canvas(width: number, height: number): CanvasRenderingContext2D {
  const element = document.createElement('canvas')
  element.width = Math.ceil(width * RATIO)
  element.height = Math.ceil(height * RATIO)
  const context = element.getContext('2d', { willReadFrequently: true })
  if (!context) throw new Error('the browser has no 2d canvas')
  context.scale(RATIO, RATIO)
  return context
}

function paint(context: CanvasRenderingContext2D, element: Element, inherited: Look, icon: string): void {
  const own = (name: string) => element.getAttribute(name)
  const look: Look = {
    fill: own('fill') ?? inherited.fill,
    stroke: own('stroke') ?? inherited.stroke,
    width: Number(own('stroke-width') ?? inherited.width),
  }
  context.save()
  const move = /translate\(([\d.-]+)[ ,]+([\d.-]+)\)/.exec(own('transform') ?? '')
  const grow = /scale\(([\d.-]+)\)/.exec(own('transform') ?? '')
  if (move) context.translate(Number(move[1]), Number(move[2]))
  if (grow) context.scale(Number(grow[1]), Number(grow[1]))
  const path = outline(element)
  if (path) {
    if (look.fill !== 'none') {
      context.fillStyle = painted(look.fill)
      context.fill(path)
    }
    if (look.stroke !== 'none') {
      context.strokeStyle = painted(look.stroke)
      context.lineWidth = look.width
      context.lineCap = context.lineJoin = 'round'
      context.stroke(path)
    }
  }
  const children = element.id === 'icon' ? parse(glyph(icon)).children : element.children
  for (const child of children) paint(context, child, look, icon)
  context.restore()
}

function outline(element: Element): Path2D | null {
  if (element.tagName === 'path') return new Path2D(element.getAttribute('d') ?? '')
  if (element.tagName !== 'circle') return null
  const at = (name: string) => Number(element.getAttribute(name) ?? 0)
  const path = new Path2D()
  path.arc(at('cx'), at('cy'), at('r'), 0, 2 * Math.PI)
  return path
}

function parse(svg: string): Element {
  const text = svg.startsWith('<svg') ? svg : `<svg xmlns="http://www.w3.org/2000/svg">${svg}</svg>`
  return new DOMParser().parseFromString(text, 'image/svg+xml').documentElement
}

export type Picture = { data: ImageData; pixelRatio: number }

const picture = (context: CanvasRenderingContext2D): Picture => ({
  data: context.getImageData(0, 0, context.canvas.width, context.canvas.height),
  pixelRatio: RATIO,
})

export function drawPin(shape: Shape, icon: string, selected: boolean): Picture {
  const flat = isFlat(shape)
  const scale = (flat ? FLAT_SCALE : 1) * (selected ? SELECTED_SCALE : 1)
  const ground = foot(shape)
  const halfWidth = flat ? 24 : Math.max(ground.x + EDGE, 40 + EDGE - ground.x)
  const ring = flat && selected ? 6 : 0
  const width = 2 * (halfWidth + ring)
  const height = flat ? width : ground.y + EDGE + UNDER_FOOT
  const context = canvas(width * scale, height * scale)
  context.scale(scale, scale)
  if (ring) encircle(context, width)
  if (selected && !flat) shade(context, width / 2, ground.y + EDGE)
  context.translate(flat ? width / 2 - 20 : width / 2 - ground.x, flat ? height / 2 - 20 : EDGE)
  context.shadowColor = 'rgb(10 25 28 / .35)'
  context.shadowBlur = 2 * RATIO
  context.shadowOffsetY = RATIO
  const [halo, ...rest] = parse(pins[shape]).children
  const plain: Look = { fill: '#000', stroke: 'none', width: 1 }
  if (halo) paint(context, halo, plain, icon)
  context.shadowColor = 'transparent'
  for (const element of rest) paint(context, element, plain, icon)
  return picture(context)
}

function encircle(context: CanvasRenderingContext2D, width: number): void {
  context.beginPath()
  context.arc(width / 2, width / 2, width / 2 - 3, 0, 2 * Math.PI)
  context.globalAlpha = 0.55
  context.fillStyle = colour('--surface')
  context.fill()
  context.globalAlpha = 1
  context.lineWidth = 3
  context.strokeStyle = colour('--ink')
  context.stroke()
}

function shade(context: CanvasRenderingContext2D, x: number, y: number): void {
  context.beginPath()
  context.ellipse(x, y - 1, 9, 3, 0, 0, 2 * Math.PI)
  context.fillStyle = 'rgb(10 25 28 / .35)'
  context.fill()
}

const radius = (count: number): number => (count < 10 ? 19 : count < 50 ? 23 : 28)

/** A ring split by status with the number inside. `shares` follow `DRAWING_ORDER`. */
export function drawCluster(count: number, shares: number[]): Picture {
  const r = radius(count)
  const middle = r + EDGE
  const context = canvas(2 * middle, 2 * middle)
  context.translate(middle, middle)
  context.shadowColor = 'rgb(10 25 28 / .35)'
  context.shadowBlur = 3 * RATIO
  context.shadowOffsetY = RATIO
  context.beginPath()
  context.arc(0, 0, r, 0, 2 * Math.PI)
  context.fillStyle = colour('--surface')
  context.fill()
  context.shadowColor = 'transparent'
  drawShares(context, r - 4.5, shares)
  context.fillStyle = colour('--ink')
  context.font = `700 ${count > 999 ? 13 : 15}px ${colour('--font')}`
  context.textAlign = 'center'
  context.textBaseline = 'alphabetic'
  context.fillText(String(count), 0, 5.5)
  return picture(context)
}

function drawShares(context: CanvasRenderingContext2D, r: number, shares: number[]): void {
  const all = shares.reduce((sum, n) => sum + n, 0)
  const gap = shares.filter((n) => n > 0).length > 1 ? 2.5 / r : 0
  let from = -Math.PI / 2
  shares.forEach((share, i) => {
    const to = from + (2 * Math.PI * share) / (all || 1)
    if (share > 0) {
      const shape = DRAWING_ORDER[i]
      const arc = (width: number, name: string) => {
        context.beginPath()
        context.arc(0, 0, r, from + gap / 2, Math.max(to - gap / 2, from + gap / 2 + 0.05))
        context.lineWidth = width
        context.strokeStyle = colour(name)
        context.stroke()
      }
      if (shape === 'soon') arc(7.5, '--st-soon-ink')
      arc(shape === 'soon' ? 5 : 6, `--st-${shape}`)
    }
    from = to
  })
}
