// Which of a report's photos stand side by side: the first from before and the last from after.
import type { Photo } from './api'

export function bestPair(photos: Photo[]): Photo[] {
  const before = photos.find((p) => p.kind === 'before')
  const after = photos.findLast((p) => p.kind === 'after')
  return [before, after].filter((p) => p !== undefined)
}
