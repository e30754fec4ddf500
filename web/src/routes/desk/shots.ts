// Where and when a photo was taken, seen from the report: how far, and how long after it came.
import type { Photo } from '../../lib/api'
import { t, tn } from '../../lib/words.svelte'

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** In words; nothing where the camera said nothing, or the reader may not know. */
export function shotWords(photo: Pick<Photo, 'taken_at' | 'distance_m'>, received: string): string {
  const words: string[] = []
  if (photo.distance_m != null) words.push(tn('photo_distance', photo.distance_m))
  if (photo.taken_at) words.push(sinceWords(Date.parse(photo.taken_at) - Date.parse(received)))
  return words.join(' · ')
}

function sinceWords(since: number): string {
  if (since < 0) return t('photo_before_report')
  if (since < HOUR) return t('photo_within_hour')
  return since < 2 * DAY ? tn('photo_hours_after', Math.round(since / HOUR)) : tn('photo_days_after', Math.round(since / DAY))
}

/** Whether somebody should look twice: the photo is from elsewhere, or from before the report. */
export const isDoubtful = (photo: Pick<Photo, 'taken_at' | 'distance_m'>, received: string): boolean =>
  (photo.distance_m ?? 0) > 200 || (photo.taken_at != null && photo.taken_at < received)
