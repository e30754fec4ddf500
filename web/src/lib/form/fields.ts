// What is asked along with a change of a case: fields named as the server names them, so that what it
// finds wrong is said where it was written.
import type { Finding, Nature, Outcome, Place, StandardText } from '../api'
import type { DraftPhoto } from '../draft.svelte'
import { t, type Key } from '../words.svelte'

export type Values = {
  name: string
  note: string
  text: string
  reason: string
  responsible: string
  original: string
  planned_for: string
  days: string
  department: string
  type: string
  nature: Nature | ''
  outcome: Outcome
  rating: number | null
  place: Place | null
  photos: DraftPhoto[]
  /** By what somebody who is banned is known again. */
  by: string
  assignee: string
  false_alarm: 'yes' | 'no'
  task: string
  due_on: string
  finding: Finding | ''
  act: string
  contractor: string
  warranty_until: string
}
export type FieldName = keyof Values
export type Kind = 'words' | 'line' | 'date' | 'whole' | 'options' | 'buttons' | 'stars' | 'place' | 'photos'
export type Option = { value: string; title: string }

export type Field = {
  name: FieldName
  label: string
  hint?: string
  example?: string
  required?: boolean
  /** Of options and buttons. */
  options?: Option[]
  /** Of a date: the first and the last day, and of a whole number: its bounds. */
  min?: string | number
  max?: string | number
  /** Of words: standard texts to begin with, filled for the case. */
  texts?: () => Promise<StandardText[]>
  /** Of photos: a resident's, of which the camera's words stay behind. */
  resident?: boolean
  /** Of a place: where the map opens. */
  center?: Place
}

const KINDS: Record<FieldName, Kind> = {
  name: 'line', note: 'words', text: 'words', reason: 'words', responsible: 'line', original: 'line', planned_for: 'date', days: 'whole',
  department: 'options', type: 'options', nature: 'buttons', outcome: 'buttons', rating: 'stars', place: 'place', photos: 'photos',
  by: 'options', assignee: 'options', false_alarm: 'buttons', task: 'words', due_on: 'date', finding: 'buttons', act: 'words', contractor: 'line', warranty_until: 'date',
}
export const kindOf = (field: Field): Kind => KINDS[field.name]

export const freshValues = (): Values => ({
  name: '', note: '', text: '', reason: '', responsible: '', original: '', planned_for: '', days: '', department: '', type: '', nature: '',
  outcome: 'fixed', rating: null, place: null, photos: [], by: '', assignee: '', false_alarm: 'no', task: '', due_on: '', finding: '', act: '', contractor: '', warranty_until: '',
})

const MISSING: Partial<Record<FieldName, Key>> = {
  photos: 'ask_photos_missing', department: 'ask_choose', by: 'ask_choose', assignee: 'ask_choose', planned_for: 'ask_date_missing', finding: 'ask_choose',
}
/** "№ 2026-000123" as people write it. */
const numberIn = (text: string) => text.replaceAll(/[№\s]/g, '')

/** What can be said to be wrong before sending, by field. */
export function wrongIn(fields: Field[], values: Values): Partial<Record<FieldName, string>> {
  const wrong: Partial<Record<FieldName, string>> = {}
  for (const field of fields) {
    const words = wrongWith(field, values)
    if (words) wrong[field.name] = words
  }
  return wrong
}

function wrongWith(field: Field, values: Values): string | null {
  const value = values[field.name]
  if (field.name === 'photos' && values.photos.some((photo) => photo.state === 'failed')) return t('screen_wizard_photo_unsent')
  const empty = value === null || (typeof value === 'string' ? value.trim() === '' : Array.isArray(value) && value.length === 0)
  if (empty) return field.required ? t(MISSING[field.name] ?? 'error_field_missing') : null
  if (field.name === 'original' && !/^\d{4}-\d{6}$/.test(numberIn(values.original))) return t('screen_report_lost_text')
  if (field.name === 'days' && !/^\d+$/.test(values.days.trim())) return t('error_field_not_a_number')
  return null
}

export type Given = {
  name?: string
  note?: string
  text?: string
  reason?: string
  responsible?: string
  original?: string
  planned_for?: string
  days?: number
  department?: string
  type?: string
  nature?: Nature
  outcome?: Outcome
  rating?: number
  place?: Place
  photos?: string[]
  by?: string
  assignee?: string
  false_alarm?: boolean
  task?: string
  due_on?: string
  finding?: Finding
  act?: string
  contractor?: string
  warranty_until?: string
}

/** The values of the fields as they are sent; what was left empty is left out. */
export function given(fields: Field[], values: Values): Given {
  const sent: Record<string, unknown> = {}
  for (const { name } of fields) {
    const value = values[name]
    if (name === 'photos') sent.photos = values.photos.filter((photo) => photo.state === 'sent').map((photo) => photo.id)
    else if (name === 'false_alarm') sent.false_alarm = value === 'yes' || null
    else if (name === 'days') sent.days = Number(values.days)
    else if (name === 'original') sent.original = numberIn(values.original)
    else if (typeof value === 'string') sent[name] = value.trim()
    else sent[name] = value
    if (sent[name] === '' || sent[name] === null) delete sent[name]
  }
  return sent as Given
}
