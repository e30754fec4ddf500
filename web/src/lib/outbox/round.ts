// Today's round: the open cases of the reader and their crews in driving order, kept for when there is no network.
import * as api from '../api'
import type { Place, ReportView, Status } from '../api'
import * as shelf from './shelf'

/** Cases of these statuses have something to be done on the spot. */
const TO_DO: readonly Status[] = ['assigned', 'accepted', 'in_progress', 'planned', 'reopened']
const STOPS_MAX = 100
/** Cases asked for at once. */
const BESIDE = 4

export type Stop = { card: api.DeskCard; urgent: boolean; metres: number }
export type Round = {
  id: string
  user: string
  stops: Stop[]
  metres: number
  /** More than one way can have. */
  more: number
  start: Place | null
  read_at: string
}
/** A case of the round with its first photo. */
export type Kept = { id: string; view: ReportView; photo: Blob | null }

/** Asks the server for the round and keeps it. */
export async function readRound(city: string, user: string, start: Place | null): Promise<Round> {
  const [mine, ofCrews] = await Promise.all([
    api.desk(city, { assignee: 'me' }, { limit: 200 }),
    api.desk(city, { crew: 'mine' }, { limit: 200 }),
  ])
  const known = new Map([...mine.reports, ...ofCrews.reports].filter((card) => TO_DO.includes(card.status)).map((card) => [card.id, card]))
  const first = [...known.values()].sort((a, b) => a.next_due_at.localeCompare(b.next_due_at)).slice(0, STOPS_MAX)
  const way = first.length > 0 ? await api.route(city, { reports: first.map((c) => c.id), start, urgent_first: true }) : null
  const round: Round = {
    id: city,
    user,
    stops: (way?.stops ?? []).map(({ report, urgent, metres }) => ({ card: report, urgent, metres })),
    metres: way?.metres ?? 0,
    more: known.size - first.length,
    start,
    read_at: new Date().toISOString(),
  }
  await shelf.put('rounds', round)
  return round
}

export async function keptRound(city: string, user: string | null): Promise<Round | null> {
  const round = await shelf.take<Round>('rounds', city)
  return round && (user === null || round.user === user) ? round : null
}

export const keptCase = (id: string): Promise<Kept | undefined> => shelf.take<Kept>('cases', id)

/** Keeps every case of the round that is new or has changed, and forgets those that left it. */
export async function keepCases(city: string, round: Round): Promise<void> {
  const kept = new Map((await shelf.all<Kept>('cases')).map((one) => [one.id, one]))
  const wanted = round.stops.filter(({ card }) => kept.get(card.id)?.view.version !== card.version).map(({ card }) => card.id)
  const ask = async (): Promise<void> => {
    for (let id = wanted.shift(); id; id = wanted.shift()) await keepCase(city, id, kept.get(id))
  }
  await Promise.all(Array.from({ length: BESIDE }, ask))
  const stays = new Set(round.stops.map(({ card }) => card.id))
  for (const id of kept.keys()) if (!stays.has(id)) await shelf.drop('cases', id)
}

async function keepCase(city: string, id: string, before: Kept | undefined): Promise<void> {
  const view = await api.report(city, id)
  const shown = view.photos.find((photo) => photo.kind === 'before')
  const photo = before?.photo ?? (shown ? await api.hiddenPhoto(city, shown.id, 'medium', {}).catch(() => null) : null)
  await shelf.put('cases', { id, view, photo } as Kept)
}
