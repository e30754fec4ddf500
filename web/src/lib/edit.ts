// Editing a photo: strokes that make parts of it unreadable, and a crop. All numbers are pixels of the
// unedited picture in its size `large`, as the server counts them.
import type { Photo, PhotoEdit, Stroke } from './api'

export type Size = { width: number; height: number }
export type Point = { x: number; y: number }
export type Crop = NonNullable<PhotoEdit['crop']>
export type Side = 'left' | 'top' | 'right' | 'bottom'

export const SIDES: Side[] = ['left', 'top', 'right', 'bottom']
export const STROKES_MAX = 100
export const POINTS_MAX = 1000
export const RADIUS_MIN = 8
export const RADIUS_MAX = 256
const CROP_MIN = 32
/** As the server draws it: blocks along the longest side. */
export const BLOCKS = 24

export const nothing = (): PhotoEdit => ({ crop: null, strokes: [] })
/** What was done to a photo so far. */
export const editOf = (photo: Photo): PhotoEdit => ({ ...nothing(), ...photo.edit })
export const isEmpty = (edit: PhotoEdit): boolean => !edit.crop && edit.strokes.length === 0

const within = (n: number, low: number, high: number) => Math.round(Math.min(Math.max(n, low), high))

export const inside = ({ x, y }: Point, size: Size): Point => ({ x: within(x, 0, size.width), y: within(y, 0, size.height) })

/** A brush that covers a face at a usual distance. */
export const usualRadius = ({ width, height }: Size): number => within(Math.max(width, height) / 28, RADIUS_MIN, RADIUS_MAX)

const points = (edit: PhotoEdit) => edit.strokes.reduce((sum, stroke) => sum + stroke.points.length, 0)
/** Whether one more point may be added; a new stroke needs room for itself too. */
export const hasRoom = (edit: PhotoEdit, isNew: boolean): boolean =>
  points(edit) < POINTS_MAX && (!isNew || edit.strokes.length < STROKES_MAX)

/** The stroke drawn on to a point; points that say nothing new are left out. */
export function drawn(stroke: Stroke, to: Point): Stroke {
  const last = stroke.points.at(-1)
  const near = last && Math.hypot(last.x - to.x, last.y - to.y) < Math.max(4, stroke.radius / 3)
  return near ? stroke : { ...stroke, points: [...stroke.points, to] }
}

/** The stroke moved as a whole, as far as all of it stays in the photo. */
export function moved(stroke: Stroke, by: Point, size: Size): Stroke {
  const xs = stroke.points.map((p) => p.x)
  const ys = stroke.points.map((p) => p.y)
  const dx = within(by.x, -Math.min(...xs), size.width - Math.max(...xs))
  const dy = within(by.y, -Math.min(...ys), size.height - Math.max(...ys))
  return { ...stroke, points: stroke.points.map((p) => ({ x: p.x + dx, y: p.y + dy })) }
}

export const resized = (stroke: Stroke, factor: number): Stroke => {
  const radius = within(stroke.radius * factor, RADIUS_MIN, RADIUS_MAX)
  return { ...stroke, radius: radius === stroke.radius ? within(radius + Math.sign(factor - 1), RADIUS_MIN, RADIUS_MAX) : radius }
}

/** The rectangle between two corners; none when it is too small to be meant. */
export function cropBetween(one: Point, other: Point, size: Size): Crop | null {
  const [a, b] = [inside(one, size), inside(other, size)]
  const crop = { x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y) }
  return crop.width < CROP_MIN || crop.height < CROP_MIN ? null : tidy(crop, size)
}

/** A crop that leaves everything is none. */
const tidy = (crop: Crop, size: Size): Crop | null =>
  crop.width === size.width && crop.height === size.height ? null : crop

/** What a crop cuts off at each side, in hundredths. */
export function cut(crop: PhotoEdit['crop'], size: Size): Record<Side, number> {
  const { x, y, width, height } = crop ?? { x: 0, y: 0, ...size }
  const share = (pixels: number, of: number) => Math.round((pixels / of) * 100)
  return {
    left: share(x, size.width), top: share(y, size.height),
    right: share(size.width - x - width, size.width), bottom: share(size.height - y - height, size.height),
  }
}

/** The crop with so many hundredths cut off at one side; the others stay where they are. */
export function cutAt(crop: PhotoEdit['crop'], side: Side, hundredths: number, size: Size): Crop | null {
  const { x, y, width, height } = crop ?? { x: 0, y: 0, ...size }
  let [left, top, right, bottom] = [x, y, x + width, y + height]
  const at = (of: number) => Math.round((of * hundredths) / 100)
  if (side === 'left') left = within(at(size.width), 0, right - CROP_MIN)
  if (side === 'top') top = within(at(size.height), 0, bottom - CROP_MIN)
  if (side === 'right') right = within(size.width - at(size.width), left + CROP_MIN, size.width)
  if (side === 'bottom') bottom = within(size.height - at(size.height), top + CROP_MIN, size.height)
  return tidy({ x: left, y: top, width: right - left, height: bottom - top }, size)
}
