// The moves of a case as buttons and forms. The server says which are open to the person and what has to
// come with each; here is what they are called and how that is asked for.
import { standardTexts, type Choice, type Need, type Occasion, type ReportView, type Status } from '../../lib/api'
import { city } from '../../lib/city.svelte'
import { day } from '../../lib/dates'
import type { Field, Option } from '../../lib/form/fields'
import { t, type Key } from '../../lib/words.svelte'

type Look = { words: Key; title: Key; icon: string; note?: Key }
export type Move = Look & {
  to: Status
  needs: Need[]
  /** One press is enough; everything else opens the form. */
  atOnce: boolean
}

const look = (words: Key, title: Key, icon: string, note?: Key): Look => ({ words, title, icon, ...(note ? { note } : {}) })

const LOOKS: Partial<Record<Status, Look>> = {
  registered: look('action_to_registered', 'ask_registered', 'check'),
  assigned: look('action_to_assigned', 'ask_assigned', 'arrow-right'),
  accepted: look('action_to_accepted', 'ask_accepted', 'check'),
  in_progress: look('action_to_in_progress', 'ask_in_progress', 'tool'),
  planned: look('action_to_planned', 'ask_planned', 'clock'),
  waiting_for_resident: look('action_to_waiting_for_resident', 'ask_waiting_for_resident', 'message-circle', 'ask_note_question'),
  waiting_for_partner: look('action_to_waiting_for_partner', 'ask_waiting_for_partner', 'hourglass-empty', 'ask_note_partner'),
  resolved: look('action_to_resolved', 'screen_resolve_title', 'checks', 'screen_resolve_note'),
  in_review: look('action_to_in_review', 'screen_resolve_title', 'checks', 'screen_resolve_note'),
  explained: look('action_to_explained', 'ask_explained', 'message', 'ask_note_answer'),
  declined: look('action_to_declined', 'ask_declined', 'x', 'ask_note_declined'),
  duplicate: look('action_to_duplicate', 'ask_duplicate', 'copy'),
  forwarded: look('action_to_forwarded', 'ask_forwarded', 'share'),
  cancelled: look('action_to_cancelled', 'ask_cancelled', 'x'),
  reopened: look('action_to_reopened', 'ask_reopened', 'refresh'),
}
/** Where the same move means something else. */
const FROM: Partial<Record<`${Status}>${Status}`, Look>> = {
  'registered>assigned': look('action_to_assigned_first', 'ask_assigned_first', 'arrow-right'),
  'duplicate>assigned': look('action_to_assigned_alone', 'ask_assigned_alone', 'refresh'),
  'planned>planned': look('action_to_planned_again', 'ask_planned', 'clock'),
  'waiting_for_resident>in_progress': look('action_to_in_progress_on', 'ask_in_progress', 'tool'),
  'waiting_for_partner>in_progress': look('action_to_in_progress_on', 'ask_in_progress', 'tool'),
  'in_review>in_progress': look('action_to_in_progress_again', 'ask_in_progress_again', 'refresh', 'ask_note_again'),
  'in_review>resolved': look('action_to_resolved_checked', 'ask_resolved_checked', 'checks'),
  'disputed>reopened': look('action_to_reopened_disputed', 'ask_reopened_disputed', 'refresh'),
  'disputed>explained': look('action_to_explained_disputed', 'ask_explained_disputed', 'message', 'ask_note_answer'),
}

const AT_ONCE: readonly Status[] = ['registered', 'accepted', 'in_progress']
/** The work itself, the next step first; everything else is a way aside. */
const STEPS: readonly string[] = ['registered', 'registered>assigned', 'disputed>reopened', 'accepted', 'in_progress', 'resolved', 'in_review']

export type Arranged = { steps: Move[]; others: Move[] }

/** A choice as a button; none for a move that people do not make. Without `from` it is called what it mostly is. */
export function named({ to, needs }: Choice, from: Status | null): Move | null {
  const found = FROM[`${from ?? to}>${to}`] ?? LOOKS[to]
  return found ? { ...found, to, needs, atOnce: needs.length === 0 && AT_ONCE.includes(to) } : null
}

/** How near a move is to the next step of the work; below zero it is a way aside. */
export const rankOf = (to: Status, from: Status | null): number => Math.max(STEPS.indexOf(to), STEPS.indexOf(`${from ?? to}>${to}`))

/** What may be done from here: at most two steps of the work, and the other ways. */
export function arranged(choices: Choice[], from: Status): Arranged {
  const known = choices.flatMap((choice) => named(choice, from) ?? [])
  const rank = ({ to }: Move) => rankOf(to, from)
  const work = known.filter((move) => rank(move) >= 0 && `${from}>${move.to}` !== 'in_review>in_progress')
  const steps = work.toSorted((a, b) => rank(a) - rank(b)).slice(0, 2)
  return { steps, others: known.filter((move) => !steps.includes(move)) }
}

/** Where photos may come along though none has to: they show why. */
const SHOWS_WHY: readonly Status[] = ['disputed', 'explained', 'declined', 'in_progress']

/** What is said along with a move, as standard texts know it. */
const OCCASIONS: Partial<Record<Status, Occasion>> = {
  resolved: 'resolve', in_review: 'resolve', explained: 'explain', declined: 'refuse', cancelled: 'refuse',
  forwarded: 'forward', waiting_for_resident: 'ask', planned: 'delay', waiting_for_partner: 'delay',
}

/** Where it may be said that there was no danger. */
const ENDS_ALARM: readonly Status[] = ['declined', 'cancelled']

/** As much of a case as decides what is asked. */
export type Asked = Pick<ReportView, 'ribbon' | 'emergency'> & Partial<Pick<ReportView, 'id' | 'viewer'>>

/** What is asked for a move: what it needs, and a sentence for the author in any case. */
export function fieldsOf(move: Pick<Move, 'to' | 'needs' | 'note'>, report: Asked, departments: Option[]): Field[] {
  const needs = (need: Need) => move.needs.includes(need)
  const fields: Field[] = []
  if (needs('department')) fields.push({ name: 'department', label: t('ask_department'), required: true, options: departments })
  if (needs('original')) fields.push({ name: 'original', label: t('ask_original'), example: '2026-000123', required: true })
  if (needs('responsible')) fields.push({ name: 'responsible', label: t('ask_responsible'), example: t('ask_responsible_example'), required: true })
  if (needs('date')) fields.push(plannedFor(report))
  if (needs('photo')) fields.push({ name: 'photos', label: t('screen_resolve_photo'), required: true })
  else if (SHOWS_WHY.includes(move.to)) fields.push({ name: 'photos', label: t('ask_photos') })
  if (needs('outcome')) fields.push({ name: 'outcome', label: t('screen_resolve_outcome'), options: outcomes() })
  if (ENDS_ALARM.includes(move.to) && report.emergency) fields.push({ name: 'false_alarm', label: t('ask_false_alarm'), required: true, options: alarms() })
  const note = move.note ?? (needs('reason') ? 'ask_note_reason' : 'screen_resolve_note')
  const staff = report.viewer === 'staff'
  const occasion = staff ? OCCASIONS[move.to] : undefined
  const id = report.id ?? ''
  const texts = occasion && id ? { texts: () => standardTexts(city().slug, id, occasion) } : {}
  fields.push({ name: 'note', label: t(note), hint: t('screen_resolve_note_note'), required: needs('reason'), ...texts })
  if (staff && needs('outcome')) {
    fields.push({ name: 'contractor', label: t('ask_contractor') })
    fields.push({ name: 'warranty_until', label: t('ask_warranty'), hint: t('ask_warranty_hint') })
  }
  return fields
}

const outcomes = (): Option[] => (['fixed', 'measures_taken'] as const).map((value) => ({ value, title: t(`outcome_${value}`) }))

const alarms = (): Option[] => (['no', 'yes'] as const).map((value) => ({ value, title: t(`ask_false_alarm_${value}`) }))

/** A plan never moves a deadline: within it, as long as it is not missed already. */
function plannedFor({ ribbon }: Asked): Field {
  const late = ribbon.days_left < 0
  const last = late ? {} : { max: ribbon.due_on, hint: t('ask_date_within', { due: day(ribbon.due_on) }) }
  return { name: 'planned_for', label: t('ask_date'), required: true, ...last }
}
