// Everything staff does to a case with a form: what is asked, and the call that does it.
import * as api from '../../lib/api'
import { catalogue, city, departments } from '../../lib/city.svelte'
import type { Field, Given, Values } from '../../lib/form/fields'
import { uuidv7 } from '../../lib/ids'
import { t } from '../../lib/words.svelte'
import { fieldsOf, type Move } from './moves'

export type Deed = {
  title: string
  send: string
  icon: string
  fields: Field[]
  start?: Partial<Values>
  /** The reason that is decided on. */
  quote?: string | undefined
  call: (seen: api.ReportView, given: Given) => Promise<api.ReportView>
}

const slug = () => city().slug
/** A button that opens a form ends in an ellipsis; the one that sends it does not. */
const plain = (words: string) => words.replace('…', '')

export async function toMove(move: Move, report: api.ReportView): Promise<Deed> {
  const others = move.needs.includes('department')
    ? (await departments(slug())).filter((d) => d.slug !== report.department.slug || report.status === 'registered')
    : []
  return {
    title: t(move.title),
    send: plain(t(move.words)),
    icon: move.icon,
    fields: fieldsOf(move, report, others.map((d) => ({ value: d.slug, title: d.title }))),
    call: (seen, given) => api.changeStatus(slug(), seen.id, { ...given, to: move.to, seen_version: seen.version }),
  }
}

export const toMakeSafe = (): Deed => ({
  title: t('ask_made_safe'),
  send: plain(t('action_made_safe')),
  icon: 'shield-check',
  fields: [
    { name: 'photos', label: t('ask_photos') },
    { name: 'note', label: t('ask_note_safe'), hint: t('screen_resolve_note_note') },
  ],
  call: (seen, { note, photos }) => api.makeSafe(slug(), seen.id, { seen_version: seen.version, note: note ?? null, photos: photos ?? [] }),
})

export function toExtend(report: api.ReportView): Deed {
  const id = uuidv7()
  return {
    title: t('ask_extension'),
    send: t('action_ask_extension_send'),
    icon: 'clock',
    fields: [
      { name: 'days', label: t('ask_extension_days'), example: '5', required: true },
      { name: 'reason', label: t('ask_extension_reason'), hint: t('ask_extension_hint'), required: true, texts: () => api.standardTexts(slug(), report.id, 'delay') },
    ],
    call: (seen, { days = 0, reason = '' }) => api.askExtension(slug(), seen.id, { id, seen_version: seen.version, days, reason }),
  }
}

export const toDecide = (extension: api.Extension, approved: boolean): Deed => ({
  title: approved ? t('ask_extension_yes') : t('ask_extension_no'),
  send: approved ? plain(t('action_extension_yes')) : plain(t('action_extension_no')),
  icon: approved ? 'check' : 'x',
  fields: [{ name: 'note', label: t('ask_note_asker') }],
  quote: extension.reason ?? undefined,
  call: (seen, { note }) =>
    api.decideExtension(slug(), seen.id, extension.id, { seen_version: seen.version, approved, note: note ?? null }),
})

/** An answer that got lost cannot be told again, so that each press asks for a link of its own. */
export const toLink = (onmade: (made: api.LinkMade) => void): Deed => ({
  title: t('link_make_title'),
  send: plain(t('action_link')),
  icon: 'share',
  fields: [{ name: 'name', label: t('link_name'), hint: t('link_name_hint'), required: true }],
  call: async (seen, { name = '' }) => {
    onmade(await api.makeLink(slug(), seen.id, { id: uuidv7(), seen_version: seen.version, name }))
    return api.report(slug(), seen.id).catch(() => seen)
  },
})

export const toEndLink = ({ id, name }: api.CaseLink): Deed => ({
  title: t('link_end_title'),
  send: t('action_link_end'),
  icon: 'x',
  fields: [],
  quote: t('link_end_text', { name }),
  call: (seen) => api.endLink(slug(), seen.id, id),
})

export async function toCorrect(report: api.ReportView): Promise<Deed> {
  const { categories } = await catalogue(slug())
  const types = categories.flatMap((category) => category.types.map((type) => ({ value: type.slug, title: type.title })))
  const natures = (['any', 'explanatory', 'urgent'] as const).map((value) => ({ value, title: t(`nature_${value}`) }))
  return {
    title: t('ask_correct'),
    send: t('action_correct_send'),
    icon: 'check',
    start: { type: report.type.slug },
    fields: [
      { name: 'type', label: t('ask_type'), required: true, options: types },
      { name: 'place', label: t('ask_place'), hint: t('ask_place_hint'), center: report.place },
      { name: 'nature', label: t('ask_nature'), options: natures },
      { name: 'note', label: t('screen_resolve_note'), hint: t('screen_resolve_note_note') },
    ],
    call: (seen, { type, place, nature, note }) =>
      api.correct(slug(), seen.id, {
        seen_version: seen.version,
        type: type === seen.type.slug ? null : (type ?? null),
        place: place ?? null,
        nature: nature ?? null,
        note: note ?? null,
      }),
  }
}

/** Bans the author by one thing that is known of them; the case itself stays as it is. */
export function toBan(report: api.ReportView): Deed {
  const known = report.sender?.known_by ?? []
  return {
    title: t('ask_ban'),
    send: plain(t('action_ban')),
    icon: 'x',
    start: { by: known[0] ?? '', days: '14' },
    fields: [
      { name: 'by', label: t('ask_ban_by'), required: true, options: known.map((by) => ({ value: by, title: t(`ban_by_${by}`) })) },
      { name: 'days', label: t('ask_ban_days'), hint: t('ask_ban_days_hint'), required: true },
      { name: 'reason', label: t('ask_ban_reason'), hint: t('ask_ban_reason_hint'), required: true },
    ],
    call: async (seen, { by, days = 0, reason = '' }) => {
      await api.banAuthor(slug(), seen.id, { id: uuidv7(), by: by ? [by as api.BanBy] : [], days, reason })
      return api.report(slug(), seen.id).catch(() => seen)
    },
  }
}

/** Another service does a part of the work. */
export async function toSubtask(report: api.ReportView): Promise<Deed> {
  const id = uuidv7()
  const others = (await departments(slug())).filter((d) => d.slug !== report.department.slug)
  return {
    title: t('ask_subtask'),
    send: plain(t('action_subtask')),
    icon: 'users',
    fields: [
      { name: 'department', label: t('ask_department'), required: true, options: others.map((d) => ({ value: d.slug, title: d.title })) },
      { name: 'task', label: t('ask_task'), required: true },
      { name: 'due_on', label: t('ask_due_on') },
    ],
    call: (seen, { department = '', task = '', due_on }) =>
      api.addSubtask(slug(), seen.id, { id, seen_version: seen.version, department, task, due_on: due_on ?? null }),
  }
}

export const toEndSubtask = ({ id, department }: api.Subtask, status: api.SubtaskStatus): Deed => ({
  title: t(`ask_subtask_${status as 'done' | 'declined' | 'cancelled'}`),
  send: plain(t(`action_subtask_${status as 'done' | 'declined' | 'cancelled'}`)),
  icon: status === 'done' ? 'check' : 'x',
  quote: department.title,
  fields: [
    ...(status === 'done' ? [{ name: 'photos', label: t('ask_photos'), required: true } as const] : []),
    { name: 'note', label: t('ask_note_part'), required: status === 'declined' },
  ],
  call: (seen, { note, photos }) =>
    api.endSubtask(slug(), seen.id, id, { seen_version: seen.version, status, note: note ?? null, photos: photos ?? [] }),
})

/** What was found on site; where the inspector stands goes along if the browser may tell it. */
export function toInspect(): Deed {
  const id = uuidv7()
  const findings = (['confirmed', 'not_found', 'done_well', 'done_badly'] as const).map((value) => ({ value, title: t(`finding_${value}`) }))
  return {
    title: t('ask_inspect'),
    send: plain(t('action_inspect')),
    icon: 'eye',
    fields: [
      { name: 'finding', label: t('ask_finding'), required: true, options: findings },
      { name: 'act', label: t('ask_act'), required: true },
      { name: 'photos', label: t('ask_photos') },
    ],
    call: (seen, { finding = 'confirmed', act = '', photos }) =>
      api.inspect(slug(), seen.id, { id, seen_version: seen.version, inspected_at: new Date().toISOString(), finding, act, photos: photos ?? [] }),
  }
}
